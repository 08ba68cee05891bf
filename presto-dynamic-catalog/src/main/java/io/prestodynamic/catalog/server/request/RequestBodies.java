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
package io.prestodynamic.catalog.server.request;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.Attempt;
import io.prestodynamic.catalog.coordinator.CatalogChanges;
import io.prestodynamic.catalog.files.CatalogFilesConfig;
import org.weakref.jmx.Managed;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.net.HttpHeaders.TRANSFER_ENCODING;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TIMEOUT;
import static io.prestodynamic.catalog.CatalogErrorCode.TOO_MANY_CHANGES;
import static io.prestodynamic.catalog.audit.AuditAction.REQUEST;
import static io.prestodynamic.catalog.server.request.CatalogRequestReader.FORM_DATA;
import static io.prestodynamic.catalog.server.request.CatalogRequestReader.MAX_BYTES;
import static io.prestodynamic.catalog.server.request.CatalogRequestReader.MERGE_PATCH;
import static io.prestodynamic.catalog.server.request.CatalogRequestReader.checkFormat;
import static java.lang.Math.toIntExact;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Asynchronous receiver of request bodies. A slow client blocks no thread, every body has a deadline, and the memory of all bodies is limited. Imports have a
 * separate limit.
 */
@ThreadSafe
public class RequestBodies
{
    private static final int MAX_TOTAL_BYTES = 32 << 20;
    private static final int MAX_TOTAL_IMPORT_BYTES = 30 << 20;

    private final CatalogChanges changes;
    private final Duration timeout;
    private final int maxBytes;
    private final Memory memory = new Memory();
    private final Memory importMemory = new Memory();
    private final AtomicInteger arriving = new AtomicInteger();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemonThreadsNamed("dynamic-catalog-request-timeout"));

    @Inject
    public RequestBodies(CatalogChanges changes, DynamicCatalogConfig config, CatalogFilesConfig filesConfig)
    {
        this.changes = requireNonNull(changes, "changes is null");
        timeout = config.getRequestBodyTimeout();
        // base64 takes four bytes for three, and more for breaks of lines
        maxBytes = MAX_BYTES + toIntExact(filesConfig.getMaxTotalSize().toBytes() * 3 / 2);
        timer.setRemoveOnCancelPolicy(true);
    }

    @PreDestroy
    public void stop()
    {
        timer.shutdownNow();
    }

    /**
     * Returns whether a request has no body.
     */
    public static boolean isEmpty(HttpServletRequest request)
    {
        return request.getContentLengthLong() <= 0 && request.getHeader(TRANSFER_ENCODING) == null;
    }

    /**
     * Receives a body of at most 1 MB and the contents of files. The request must be asynchronous.
     * @param action called when the body has arrived, with a supplier that reads it once
     * @return completes like the action, or with a {@link CatalogException} if the body does not arrive
     */
    public <T, R> CompletableFuture<R> read(
            Caller caller,
            HttpServletRequest request,
            HttpHeaders headers,
            Function<CatalogRequestReader, T> reader,
            Function<Supplier<T>, CompletableFuture<R>> action)
    {
        return receive(caller, request, headers, maxBytes, memory, FORM_DATA)
                .thenCompose(body -> act(body, headers, reader, action));
    }

    /**
     * Receives a JSON merge patch of at most 1 MB and the contents of files, like {@link #read}.
     */
    public <T, R> CompletableFuture<R> readPatch(
            Caller caller,
            HttpServletRequest request,
            HttpHeaders headers,
            Function<CatalogRequestReader, T> reader,
            Function<Supplier<T>, CompletableFuture<R>> action)
    {
        return receive(caller, request, headers, maxBytes, memory, MERGE_PATCH, FORM_DATA)
                .thenCompose(body -> act(body, headers, reader, action));
    }

    /**
     * Receives a body of at most 16 MB and the contents of files, 30 MB together, like {@link #read}.
     */
    public <T, R> CompletableFuture<R> readImport(
            Caller caller,
            HttpServletRequest request,
            HttpHeaders headers,
            Function<CatalogRequestReader, T> reader,
            Function<Supplier<T>, CompletableFuture<R>> action)
    {
        return receive(caller, request, headers, MAX_TOTAL_IMPORT_BYTES, importMemory)
                .thenCompose(body -> act(body, headers, reader, action));
    }

    /**
     * Returns the number of bodies that have not arrived completely.
     */
    @Managed
    public int getArrivingBodies()
    {
        return arriving.get();
    }

    /**
     * Returns the memory of bodies that are arriving or waiting to be read, in bytes.
     */
    @Managed
    public long getBodyBytes()
    {
        return memory.bytes() + importMemory.bytes();
    }

    private static <T, R> CompletableFuture<R> act(
            RequestBody body,
            HttpHeaders headers,
            Function<CatalogRequestReader, T> reader,
            Function<Supplier<T>, CompletableFuture<R>> action)
    {
        CompletableFuture<R> result = action.apply(() -> {
            // releases the body before the action continues
            try (body) {
                return reader.apply(new CatalogRequestReader(headers, body.open()));
            }
        });
        result.whenComplete((ignored, refusal) -> body.close());
        return result;
    }

    private CompletableFuture<RequestBody> receive(Caller caller, HttpServletRequest request, HttpHeaders headers, int maxBytes, Memory bodies, MediaType... types)
    {
        Attempt attempt = Attempt.begin(caller, REQUEST, "read a request", RequestPath.catalogName(request));
        try {
            checkFormat(headers, types);
        }
        catch (CatalogException e) {
            changes.recordRefusal(attempt, e);
            return failedFuture(e);
        }
        BodyReceiver receiver = new BodyReceiver(maxBytes, bodies);
        arriving.incrementAndGet();
        Future<?> deadline = timer.schedule(() -> receiver.fail(late()), timeout.toMillis(), MILLISECONDS);
        // completes after the refusal is recorded
        CompletableFuture<RequestBody> received = receiver.body().whenComplete((body, failure) -> {
            deadline.cancel(false);
            arriving.decrementAndGet();
            if (failure instanceof CatalogException refusal) {
                changes.recordRefusal(attempt, refusal);
            }
        });
        try {
            receiver.start(request.getInputStream(), request.getContentLengthLong());
        }
        catch (IOException e) {
            receiver.onError(e);
        }
        return received;
    }

    private CatalogException late()
    {
        return new CatalogException(REQUEST_TIMEOUT, "The body of the request did not arrive within %s".formatted(timeout));
    }

    static class Memory
    {
        private final AtomicLong bytes = new AtomicLong();

        /**
         * @throws CatalogException if the limit would be exceeded
         */
        void reserve(int size)
        {
            if (bytes.addAndGet(size) > MAX_TOTAL_BYTES) {
                bytes.addAndGet(-size);
                throw new CatalogException(TOO_MANY_CHANGES, "Too many requests with long bodies arrive at the same time: repeat the request a little later");
            }
        }

        void free(int size)
        {
            bytes.addAndGet(-size);
        }

        long bytes()
        {
            return bytes.get();
        }
    }
}
