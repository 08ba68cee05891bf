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
 * Puts together a body from the parts in which it arrives.
 */
@ThreadSafe
class BodyReceiver
        implements ReadListener
{
    // a body counts for this much before anything of it has arrived
    private static final int MIN_PART_BYTES = 4 << 10;
    private static final int MAX_PART_BYTES = 256 << 10;
    // most clients look at the answer only when they have sent everything
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
     * @return completes with the body, or with a {@link CatalogException}
     */
    CompletableFuture<RequestBody> body()
    {
        return body;
    }

    /**
     * @param announced how long the body is to be, or -1
     */
    void start(ServletInputStream input, long announced)
    {
        if (announced > maxBytes) {
            discard(tooLarge(maxBytes));
        }
        this.input = requireNonNull(input, "input is null");
        input.setReadListener(this);
    }

    /**
     * Gives up. What has arrived is forgotten, unless it is the whole body.
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
            // without a question whether there is more, nothing more comes
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
        fail(new CatalogException(INVALID_REQUEST, "The body of the request broke off", failure));
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
            // one more than a body may have tells that it has more
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

    /**
     * Keeps nothing of the body, and says so when it has arrived.
     */
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
