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

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/**
 * Exceptions with the SQLStates that connection pools and frameworks expect.
 */
final class ConnectionFailures
{
    static final String CONNECTION_FAILURE = "08006";
    private static final String CANNOT_CONNECT = "08001";
    private static final String OUTCOME_UNKNOWN = "08007";
    private static final String INVALID_AUTHORIZATION = "28000";

    private ConnectionFailures() {}

    /**
     * Returns the failure of a statement that was not sent, so that a retry is safe.
     */
    static SQLException cannotConnect(String message, Exception cause)
    {
        return new SQLTransientConnectionException(message, CANNOT_CONNECT, cause);
    }

    /**
     * Returns the failure of a statement that may have been executed. It is not transient, because frameworks retry those.
     */
    static SQLException outcomeUnknown(String message, Exception cause)
    {
        return new SQLNonTransientConnectionException(message, OUTCOME_UNKNOWN, cause);
    }

    static SQLException unauthorized(String message)
    {
        return new SQLInvalidAuthorizationSpecException(message, INVALID_AUTHORIZATION);
    }
}
