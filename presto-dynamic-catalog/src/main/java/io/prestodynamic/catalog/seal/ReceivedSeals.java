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
package io.prestodynamic.catalog.seal;

import io.prestodynamic.catalog.seal.Seal.Scope;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import static java.util.Objects.requireNonNull;

/**
 * Seals that this node has received. Each is accepted once, and only if it was made for the present freshness value, which changes with each new sender.
 */
@ThreadSafe
final class ReceivedSeals
{
    private static final int MAX_SENDERS = 1000;

    private final NodeCipher cipher;
    private final String nodeId;
    @GuardedBy("this")
    private final Map<UUID, RequestNumbers> senders = new HashMap<>();
    @GuardedBy("this")
    private String freshness = UUID.randomUUID().toString();

    ReceivedSeals(NodeCipher cipher, String nodeId)
    {
        this.cipher = requireNonNull(cipher, "cipher is null");
        this.nodeId = requireNonNull(nodeId, "nodeId is null");
    }

    synchronized String getFreshness()
    {
        return freshness;
    }

    /**
     * @throws SealException if the seal is not valid for this request, or was received before
     */
    synchronized void accept(String method, URI uri, String header)
    {
        Seal seal = Seal.decode(header, cipher, Scope.of(method, uri, nodeId, freshness));
        int sendersBefore = senders.size();
        if (!senders.computeIfAbsent(seal.sender(), sender -> new RequestNumbers()).add(seal.number())) {
            throw new SealException();
        }
        if (senders.size() > sendersBefore) {
            // if somebody has kept requests of the former coordinator, they are not valid after those of its successor
            freshness = UUID.randomUUID().toString();
        }
        if (senders.size() > MAX_SENDERS) {
            // what was sealed for an earlier freshness value is refused without them
            senders.clear();
        }
    }
}
