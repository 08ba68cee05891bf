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
package io.prestodynamic.catalog.server.resource;

import javax.annotation.PreDestroy;
import javax.ws.rs.container.AsyncResponse;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Sender of responses to asynchronous requests. It has its own threads, so that a slow client does not delay changes.
 */
public class ResponseSender
{
    private static final int MAX_THREADS = 64;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            MAX_THREADS, MAX_THREADS, 10, SECONDS, new LinkedBlockingQueue<>(), daemonThreadsNamed("dynamic-catalog-answer-%s"));

    public ResponseSender()
    {
        executor.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    /**
     * Sends the entity when it completes, or the response of an exception mapper if it fails.
     */
    void send(AsyncResponse response, CompletableFuture<?> entity)
    {
        entity.whenCompleteAsync((result, failure) -> {
            if (failure == null) {
                response.resume(result);
            }
            else {
                response.resume(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        }, executor);
    }
}
