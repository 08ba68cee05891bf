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
package io.prestodynamic.harness.contract;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Text of a request's body, if the request has all of it before it is sent.
 */
final class RequestBodyText
        implements Subscriber<ByteBuffer>
{
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private RequestBodyText() {}

    static boolean isEmpty(HttpRequest request)
    {
        return request.bodyPublisher().map(BodyPublisher::contentLength).orElse(0L) == 0;
    }

    static Optional<String> read(HttpRequest request)
    {
        return request.bodyPublisher()
                .filter(publisher -> publisher.contentLength() > 0)
                .map(publisher -> {
                    RequestBodyText text = new RequestBodyText();
                    publisher.subscribe(text);
                    return text.bytes.toString(UTF_8);
                });
    }

    @Override
    public void onSubscribe(Subscription subscription)
    {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part)
    {
        byte[] content = new byte[part.remaining()];
        part.get(content);
        bytes.write(content, 0, content.length);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
