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
package io.prestodynamic.cli.command;

/**
 * Exit statuses, which are documented in the help.
 */
public final class ExitStatus
{
    public static final int DONE = 0;
    /**
     * Something was refused or failed.
     */
    public static final int FAILED = 1;
    public static final int WRONG_COMMAND_LINE = 2;
    /**
     * There is something to do, and the command was asked to say so.
     */
    public static final int CHANGES_PLANNED = 3;

    private ExitStatus() {}
}
