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
package io.prestodynamic.locator;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Subscriber to a response body with a maximum length, which {@code java.net.http} of Java 17 does not have.
 */
final class LimitedBodySubscriber
        implements BodySubscriber<byte[]>
{
    private static final int MAX_BYTES = 1 << 20;

    private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
    private Subscription subscription;
    private long received;

    @Override
    public CompletionStage<byte[]> getBody()
    {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription)
    {
        this.subscription = subscription;
        body.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers)
    {
        if (received > MAX_BYTES) {
            return;
        }
        received += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received > MAX_BYTES) {
            subscription.cancel();
            body.onError(new TooLongException());
        }
        else {
            body.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable failure)
    {
        body.onError(failure);
    }

    @Override
    public void onComplete()
    {
        body.onComplete();
    }

    static final class TooLongException
            extends IOException
    {
        private TooLongException()
        {
            super("answered with more than a megabyte");
        }
    }
}
