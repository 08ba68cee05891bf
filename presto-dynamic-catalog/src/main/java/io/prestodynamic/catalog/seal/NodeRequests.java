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

import com.facebook.airlift.http.client.HttpClient;
import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.http.client.ResponseHandler;
import com.facebook.airlift.http.client.StaticBodyGenerator;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.prestodynamic.catalog.seal.Seal.Scope;

import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import static com.facebook.airlift.concurrent.MoreFutures.toCompletableFuture;
import static com.facebook.airlift.http.client.Request.Builder.fromRequest;
import static com.facebook.airlift.http.client.StaticBodyGenerator.createStaticBodyGenerator;
import static com.google.common.net.HttpHeaders.CONTENT_ENCODING;
import static io.prestodynamic.catalog.seal.Seal.ENCODING;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static java.util.concurrent.TimeUnit.HOURS;

/**
 * Sender of requests to other nodes. If the nodes share a secret, a request can be read by its receiver alone and is accepted once, and only an answer of the receiver
 * is accepted. Otherwise requests are sent as they are.
 */
@ThreadSafe
public class NodeRequests
{
    // the receiver may restart, or get requests of new senders, between two attempts
    private static final int MAX_ATTEMPTS = 5;

    private final Optional<NodeCipher> cipher;
    private final UUID sender = UUID.randomUUID();
    private final AtomicLong numbers = new AtomicLong();
    private final Cache<Receiver, String> freshness = CacheBuilder.newBuilder().maximumSize(10_000).expireAfterAccess(1, HOURS).build();

    @Inject
    public NodeRequests(InternalCommunicationConfig config)
    {
        this.cipher = config.getSharedSecret().map(NodeCipher::new);
    }

    /**
     * @param request its body, if any, is a {@link StaticBodyGenerator}
     * @param handler gets the answer in clear; not called if the receiver does not know the secret
     */
    public <T> CompletableFuture<T> execute(HttpClient client, Receiver receiver, Request request, ResponseHandler<T, RuntimeException> handler)
    {
        return cipher
                .map(present -> execute(client, receiver, request, handler, present, 1))
                .orElseGet(() -> toCompletableFuture(client.executeAsync(request, handler)));
    }

    private <T> CompletableFuture<T> execute(
            HttpClient client,
            Receiver receiver,
            Request request,
            ResponseHandler<T, RuntimeException> handler,
            NodeCipher cipher,
            int attempt)
    {
        Optional<String> known = Optional.ofNullable(freshness.getIfPresent(receiver));
        String header = new Seal(sender, numbers.incrementAndGet())
                .encode(cipher, Scope.of(request.getMethod(), request.getUri(), receiver.nodeId(), known.orElse("")));
        Request sealed = seal(request, header, cipher, known.isPresent());
        return toCompletableFuture(client.executeAsync(sealed, new SealedResponseHandler<>(handler, cipher, header))).thenCompose(answer -> {
            if (answer.freshness().isEmpty()) {
                return completedFuture(answer.value());
            }
            if (attempt == MAX_ATTEMPTS) {
                return failedFuture(new IllegalStateException("It refuses what this node has sealed: does it have the same internal-communication.shared-secret?"));
            }
            freshness.put(receiver, answer.freshness().get());
            return execute(client, receiver, request, handler, cipher, attempt + 1);
        });
    }

    private static Request seal(Request request, String header, NodeCipher cipher, boolean withBody)
    {
        Request.Builder sealed = fromRequest(request).setHeader(Seal.HEADER, header).setBodyGenerator(null);
        if (withBody && request.getBodyGenerator() != null) {
            byte[] body = ((StaticBodyGenerator) request.getBodyGenerator()).getBody();
            sealed.setHeader(CONTENT_ENCODING, ENCODING)
                    .setBodyGenerator(createStaticBodyGenerator(cipher.encrypt(body, Seal.requestBody(header))));
        }
        return sealed.build();
    }
}
