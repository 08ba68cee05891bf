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
package io.prestodynamic.benchmarks.soak;

import com.facebook.presto.jdbc.PrestoConnection;
import io.prestodynamic.harness.cluster.ProcessCluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import static com.facebook.presto.spi.StandardErrorCode.INVALID_SESSION_PROPERTY;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

/**
 * Session property that the connector of a catalog does not have. A statement with it ({@code X-Presto-Session}) has resolved the catalog when it is refused.
 */
final class UnknownSessionProperty
{
    private final String name;

    UnknownSessionProperty(String catalogName)
    {
        this.name = requireNonNull(catalogName, "catalogName is null") + ".nope";
    }

    /**
     * Runs a statement with the property.
     *
     * @throws IllegalStateException if it is not refused because of the property
     */
    void use(ProcessCluster cluster)
    {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            connection.unwrap(PrestoConnection.class).setSessionProperty(name, "1");
            statement.execute("SELECT 1");
        }
        catch (SQLException e) {
            checkState(e.getErrorCode() == INVALID_SESSION_PROPERTY.toErrorCode().getCode(), "Refused for another reason: %s", e.getMessage());
            return;
        }
        throw new IllegalStateException("A statement with the unknown session property %s was not refused".formatted(name));
    }
}
