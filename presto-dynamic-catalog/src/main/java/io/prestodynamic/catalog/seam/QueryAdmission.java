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
package io.prestodynamic.catalog.seam;

import com.facebook.presto.execution.QueryStateMachine;
import com.facebook.presto.spi.ConnectorId;

import java.util.Set;

/**
 * Admission of queries to the tables of connectors. The patched {@code SqlQueryExecution} asks for it.
 */
public interface QueryAdmission
{
    /**
     * Admits a query that is about to use tables of connectors, before its plan is made, and again with all connectors of the plan before it runs. Returns at once.
     *
     * @throws com.facebook.presto.spi.PrestoException which fails the query, if it is not admitted
     */
    void admit(QueryStateMachine query, Set<ConnectorId> connectors);
}
