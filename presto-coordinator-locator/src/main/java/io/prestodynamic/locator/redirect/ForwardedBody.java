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
package io.prestodynamic.locator.redirect;

import com.facebook.presto.jdbc.internal.okhttp3.MediaType;
import com.facebook.presto.jdbc.internal.okhttp3.RequestBody;
import com.facebook.presto.jdbc.internal.okhttp3.internal.http.UnrepeatableRequestBody;
import com.facebook.presto.jdbc.internal.okio.BufferedSink;
import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Request body, streamed while it is read.
 */
final class ForwardedBody
        extends RequestBody
        implements UnrepeatableRequestBody
{
    // the limit of coordinators for an import
    private static final long MAX_BYTES = 16 << 20;
    private static final int BUFFER_BYTES = 1 << 13;
    private static final long UNKNOWN_LENGTH = -1;

    private final InputStream body;
    private final long length;

    /**
     * @throws TooLongException if the announced length exceeds the limit
     */
    ForwardedBody(HttpExchange exchange)
            throws TooLongException
    {
        body = exchange.getRequestBody();
        boolean isChunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        length = isChunked ? UNKNOWN_LENGTH : Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Length")).map(Long::parseLong).orElse(0L);
        checkLength(length);
    }

    @Override
    public long contentLength()
    {
        return length;
    }

    @Override
    public MediaType contentType()
    {
        return null;
    }

    /**
     * @throws TooLongException if the body exceeds the limit
     */
    @Override
    public void writeTo(BufferedSink sink)
            throws IOException
    {
        byte[] buffer = new byte[BUFFER_BYTES];
        long sent = 0;
        for (int read = body.read(buffer); read != -1; read = body.read(buffer)) {
            sent += read;
            checkLength(sent);
            sink.write(buffer, 0, read);
        }
    }

    private static void checkLength(long length)
            throws TooLongException
    {
        if (length > MAX_BYTES) {
            throw new TooLongException();
        }
    }

    static final class TooLongException
            extends IOException
    {
        private TooLongException()
        {
            super("The request has more than %s bytes".formatted(MAX_BYTES));
        }
    }
}
