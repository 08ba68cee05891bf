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
package com.facebook.presto.jdbc;

import java.sql.SQLException;

import static java.util.Objects.requireNonNull;

/**
 * Failure of a request with the {@link SQLException} that the connection throws. Presto's driver wraps all other exceptions without an SQLState.
 */
public final class RequestFailedException
        extends RuntimeException
{
    private final SQLException failure;

    public RequestFailedException(SQLException failure)
    {
        super(requireNonNull(failure, "failure is null"));
        this.failure = failure;
    }

    SQLException failure()
    {
        return failure;
    }
}
