/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.prestodynamic.locator.command;

final class Usage
{
    static final String TEXT = """
            Finds the coordinator of a Presto cluster through its discovery servers, and prints its address.

              presto-locate --discovery host1:8411,host2:8411 [OPTION]...

              --discovery SERVERS     the discovery servers, HOST:PORT or https://HOST:PORT each; default: $PRESTO_DISCOVERY
              --environment NAME      only coordinators of this environment
              --https                 the HTTPS address of coordinators; default: HTTP if they announce it
              --wait DURATION         wait this long for a coordinator, such as 500ms, 10s or 5m; default: not at all,
                                      with --redirect and --proxy 10s
            and one of
              --all                   print all coordinators that are usable, one a line, the current one first
              --watch                 print the address now and whenever it changes, and - while there is none, until killed
              --exec COMMAND [ARG]... run a command with --server ADDRESS after its arguments, or with ADDRESS in place of
                                      every {} in them; this takes the rest of the command line
              --redirect [HOST:]PORT  answer HTTP requests on this port with a redirection to the coordinator, until killed
              --proxy [HOST:]PORT     forward HTTP requests on this port to the coordinator, until killed

            Options of the JVM, such as those for certificates, are taken from $JAVA_OPTS.

            Exit status: 0 when there is a coordinator, 1 when there is none that is usable, 2 when the command line is wrong,
            3 when no discovery server answered. With --exec, that of the command, and 127 if it cannot be started.
            """;

    private Usage() {}
}
