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

import io.prestodynamic.locator.CoordinatorTransport;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Options of {@code presto-locate}.
 *
 * @param waitTime maximum time to wait for a coordinator
 * @param command command to execute; empty for other actions
 * @param listen address of the redirector or proxy; empty for other actions
 */
record LocateOptions(
        List<URI> discoveryServers,
        Optional<String> environment,
        Optional<CoordinatorTransport> transport,
        Optional<Duration> waitTime,
        Action action,
        List<String> command,
        Optional<InetSocketAddress> listen)
{
    enum Action
    {
        PRINT, PRINT_ALL, WATCH, EXECUTE, REDIRECT, PROXY
    }

    LocateOptions
    {
        discoveryServers = List.copyOf(discoveryServers);
        command = List.copyOf(command);
    }
}
