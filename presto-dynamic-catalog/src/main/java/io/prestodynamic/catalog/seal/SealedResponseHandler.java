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

import com.facebook.airlift.http.client.HeaderName;
import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.http.client.Response;
import com.facebook.airlift.http.client.ResponseHandler;
import com.google.common.collect.ListMultimap;
import io.prestodynamic.catalog.seal.SealedResponseHandler.Answer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

import static com.google.common.net.HttpHeaders.CONTENT_ENCODING;
import static io.prestodynamic.catalog.seal.Seal.ENCODING;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.Response.Status.Family.SUCCESSFUL;
import static javax.ws.rs.core.Response.Status.Family.familyOf;
import static javax.ws.rs.core.Response.Status.PRECONDITION_FAILED;

/**
 * Handler of the answer to a sealed request. Passes the answer on in clear, unless the receiver asks for another freshness value. An answer that is not sealed can only
 * be an error.
 */
class SealedResponseHandler<T>
        implements ResponseHandler<Answer<T>, RuntimeException>
{
    // anybody who is announced can answer, and the value is kept
    private static final int MAX_FRESHNESS_LENGTH = 100;

    private final ResponseHandler<T, RuntimeException> handler;
    private final NodeCipher cipher;
    private final String seal;

    SealedResponseHandler(ResponseHandler<T, RuntimeException> handler, NodeCipher cipher, String seal)
    {
        this.handler = requireNonNull(handler, "handler is null");
        this.cipher = requireNonNull(cipher, "cipher is null");
        this.seal = requireNonNull(seal, "seal is null");
    }

    @Override
    public Answer<T> handleException(Request request, Exception exception)
    {
        return new Answer<>(handler.handleException(request, exception), Optional.empty());
    }

    @Override
    public Answer<T> handle(Request request, Response response)
    {
        Optional<String> freshness = Optional.ofNullable(response.getHeader(Seal.FRESHNESS_HEADER));
        if (response.getStatusCode() == PRECONDITION_FAILED.getStatusCode() && freshness.filter(value -> value.length() <= MAX_FRESHNESS_LENGTH).isPresent()) {
            return new Answer<>(null, freshness);
        }
        if (ENCODING.equals(response.getHeader(CONTENT_ENCODING))) {
            return new Answer<>(handler.handle(request, new OpenedResponse(response, open(response))), Optional.empty());
        }
        if (familyOf(response.getStatusCode()) == SUCCESSFUL) {
            throw new IllegalStateException("Its answer is not sealed: it has no internal-communication.shared-secret");
        }
        return new Answer<>(handler.handle(request, response), Optional.empty());
    }

    private byte[] open(Response response)
    {
        try (InputStream body = response.getInputStream()) {
            return cipher.decrypt(body.readAllBytes(), Seal.answerBody(seal));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param value null if there is a freshness value, which the receiver asks for
     */
    record Answer<T>(T value, Optional<String> freshness) {}

    private record OpenedResponse(Response sealed, byte[] body)
            implements Response
    {
        @Override
        public int getStatusCode()
        {
            return sealed.getStatusCode();
        }

        @Override
        public String getStatusMessage()
        {
            return sealed.getStatusMessage();
        }

        @Override
        public ListMultimap<HeaderName, String> getHeaders()
        {
            return sealed.getHeaders();
        }

        @Override
        public long getBytesRead()
        {
            return sealed.getBytesRead();
        }

        @Override
        public InputStream getInputStream()
        {
            return new ByteArrayInputStream(body);
        }
    }
}
