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
package io.prestodynamic.catalog.engine;

import com.facebook.presto.spi.ConnectorId;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Who still uses a version. Every query runs in a transaction, and a transaction keeps the versions that it resolved until it ends.
 */
public interface OpenTransactions
{
    /**
     * How many transactions of this coordinator use the connector. Zero is final once no name resolves to it.
     */
    int count(ConnectorId connectorId);

    /**
     * How many transactions of this coordinator use each connector that any of them uses. For all of them together this costs no more than for one.
     */
    Map<ConnectorId, Integer> count();

    /**
     * Fails the queries that use the connector, and the transactions that wait for their next statement, and aborts those that no query has. Returns at once.
     *
     * @param reason what users are told
     * @return completes when they have failed; a connector that takes its time may delay it
     */
    CompletableFuture<Void> fail(ConnectorId connectorId, String reason);
}
