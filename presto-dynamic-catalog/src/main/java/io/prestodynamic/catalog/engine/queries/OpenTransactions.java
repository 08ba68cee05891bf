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
package io.prestodynamic.catalog.engine.queries;

import com.facebook.presto.spi.ConnectorId;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Open transactions by the versions that they use. A transaction keeps the versions that it has resolved until it ends, and every query runs in a transaction.
 */
public interface OpenTransactions
{
    /**
     * Returns the number of transactions of this coordinator that use the connector. Zero is final if no name resolves to the connector.
     */
    int count(ConnectorId connectorId);

    /**
     * Returns the number of transactions for every connector in use, in a single scan.
     */
    Map<ConnectorId, Integer> count();

    /**
     * Fails the queries and idle transactions that use the connector, and aborts abandoned transactions. Returns at once.
     *
     * @param reason shown to users
     * @return completes when all have failed, which a connector call in progress may delay
     */
    CompletableFuture<Void> fail(ConnectorId connectorId, String reason);
}
