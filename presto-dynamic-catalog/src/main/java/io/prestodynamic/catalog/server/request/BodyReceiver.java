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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.server.request.RequestBodies.Memory;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.server.request.CatalogRequestReader.tooLarge;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * Receiver of one request body. Reserves memory for it as it arrives.
 */
@ThreadSafe
class BodyReceiver
        implements ReadListener
{
    // each part doubles the memory of the body, within these sizes
    private static final int MIN_PART_BYTES = 4 << 10;
    private static final int MAX_PART_BYTES = 256 << 10;
    // most clients read the response only after they have sent the whole body
    private static final int MAX_DISCARDED_BYTES = 64 << 20;

    private final int maxBytes;
    private final Memory memory;
    private final CompletableFuture<RequestBody> body = new CompletableFuture<>();
    private volatile ServletInputStream input;
    @GuardedBy("this")
    private final List<ByteArrayInputStream> parts = new ArrayList<>();
    @GuardedBy("this")
    private byte[] part = {};
    @GuardedBy("this")
    private int partLength;
    @GuardedBy("this")
    private int length;
    @GuardedBy("this")
    private int discarded;
    @GuardedBy("this")
    private Optional<CatalogException> refusal = Optional.empty();
    @GuardedBy("this")
    private int reserved;

    BodyReceiver(int maxBytes, Memory memory)
    {
        this.maxBytes = maxBytes;
        this.memory = requireNonNull(memory, "memory is null");
    }

    /**
     * Returns a future that completes with the body, or with a {@link CatalogException}.
     */
    CompletableFuture<RequestBody> body()
    {
        return body;
    }

    /**
     * @param contentLength length of the body in bytes according to the request, or -1 if it has none
     */
    void start(ServletInputStream input, long contentLength)
    {
        if (contentLength > maxBytes) {
            discard(tooLarge(maxBytes));
        }
        this.input = requireNonNull(input, "input is null");
        input.setReadListener(this);
    }

    /**
     * Stops with a failure, and releases the memory. Has no effect if the whole body has arrived.
     */
    void fail(CatalogException failure)
    {
        if (body.completeExceptionally(failure)) {
            release();
        }
    }

    @Override
    public void onDataAvailable()
            throws IOException
    {
        try {
            // the container calls again only after isReady has returned false
            while (!body.isDone() && input.isReady() && !input.isFinished()) {
                read();
            }
        }
        catch (CatalogException e) {
            fail(e);
        }
    }

    @Override
    public void onAllDataRead()
    {
        List<ByteArrayInputStream> content;
        int size;
        synchronized (this) {
            if (refusal.isPresent()) {
                fail(refusal.get());
                return;
            }
            closePart();
            content = List.copyOf(parts);
            size = reserved;
        }
        if (body.complete(new RequestBody(content, () -> memory.free(size)))) {
            forget();
        }
    }

    @Override
    public void onError(Throwable failure)
    {
        fail(new CatalogException(INVALID_REQUEST, "The body of the request is incomplete", failure));
    }

    private synchronized void read()
            throws IOException
    {
        if (body.isDone()) {
            return;
        }
        if (refusal.isPresent()) {
            discarded += max(0, input.read(part, 0, part.length));
            if (discarded > MAX_DISCARDED_BYTES) {
                throw refusal.get();
            }
            return;
        }
        if (partLength == part.length) {
            closePart();
            // one byte over the limit shows that the body is too large
            int size = min(min(MAX_PART_BYTES, max(MIN_PART_BYTES, length)), maxBytes + 1 - length);
            memory.reserve(size);
            reserved += size;
            part = new byte[size];
        }
        int count = input.read(part, partLength, part.length - partLength);
        if (count > 0) {
            partLength += count;
            length += count;
        }
        if (length > maxBytes) {
            discard(tooLarge(maxBytes));
        }
    }

    // the client receives the refusal after the rest of the body
    private synchronized void discard(CatalogException refusal)
    {
        this.refusal = Optional.of(refusal);
        release();
        part = new byte[MIN_PART_BYTES];
    }

    @GuardedBy("this")
    private void closePart()
    {
        if (partLength > 0) {
            parts.add(new ByteArrayInputStream(part, 0, partLength));
        }
        part = new byte[0];
        partLength = 0;
    }

    private synchronized void release()
    {
        memory.free(reserved);
        forget();
    }

    private synchronized void forget()
    {
        reserved = 0;
        parts.clear();
        part = new byte[0];
        partLength = 0;
    }
}
