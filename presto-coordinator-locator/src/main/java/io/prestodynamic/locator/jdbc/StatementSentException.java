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
package io.prestodynamic.locator.jdbc;

import java.io.IOException;
import java.net.ProtocolException;

/**
 * Failure after a statement was sent at least in part, so that the coordinator may have it. Extends {@link ProtocolException}, because OkHttp retries other
 * failures of the connection.
 */
class StatementSentException
        extends ProtocolException
{
    StatementSentException(IOException cause)
    {
        super("The exchange failed after the statement began to be sent: " + cause.getMessage());
        initCause(cause);
    }
}
