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
 * The exchange failed after a statement began to be sent, so the coordinator may have it.
 * It is a {@link ProtocolException} because OkHttp sends a request again after any other failure that it takes for the connection's.
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
