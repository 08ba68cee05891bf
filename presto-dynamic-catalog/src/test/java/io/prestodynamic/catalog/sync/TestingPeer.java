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
package io.prestodynamic.catalog.sync;

import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.http.client.Response;
import com.facebook.airlift.json.JsonCodec;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import java.net.ConnectException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import static com.facebook.airlift.http.client.HttpStatus.OK;
import static com.facebook.airlift.http.client.testing.TestingResponse.mockResponse;
import static com.facebook.airlift.json.JsonCodec.jsonCodec;
import static com.google.common.net.MediaType.JSON_UTF_8;

/**
 * Another coordinator, which answers as {@link CoordinatorSyncResource} does. It loads what is stored when it is told of a change.
 */
public class TestingPeer
{
    private static final JsonCodec<SyncResponse> RESPONSES = jsonCodec(SyncResponse.class);

    private Map<String, LoadStatus> stored = ImmutableMap.of();
    private Map<String, LoadStatus> loaded = ImmutableMap.of();
    private CountDownLatch held = new CountDownLatch(0);
    private CountDownLatch delayed = new CountDownLatch(0);
    private String instance = "instance";
    private long sequence;
    private boolean reachable = true;
    private int changes;
    private int failures;
    private int arrivals;

    public synchronized void store(Map<String, LoadStatus> statuses)
    {
        stored = ImmutableMap.copyOf(statuses);
    }

    /**
     * Holds requests until the latch is counted down.
     */
    public synchronized CountDownLatch hold()
    {
        held = new CountDownLatch(1);
        return held;
    }

    /**
     * Delays the answer to the next request until the latch is counted down.
     */
    public synchronized CountDownLatch delayAnswer()
    {
        delayed = new CountDownLatch(1);
        return delayed;
    }

    public synchronized void disconnect()
    {
        reachable = false;
    }

    public synchronized void connect()
    {
        reachable = true;
    }

    /**
     * Restarts as another process.
     */
    public synchronized void restart()
    {
        instance += "+";
        sequence = 0;
    }

    /**
     * Returns the number of requests answered by this process, including answers that have not arrived.
     */
    public synchronized long getAnswers()
    {
        return sequence;
    }

    /**
     * Returns the number of changes that it was told of.
     */
    public synchronized int getChanges()
    {
        return changes;
    }

    /**
     * Returns the number of failed requests, including failures that have not arrived.
     */
    public synchronized int getFailures()
    {
        return failures;
    }

    /**
     * Returns the number of received requests, including held ones.
     */
    public synchronized int getArrivals()
    {
        return arrivals;
    }

    public Response handle(Request request)
            throws Exception
    {
        CountDownLatch before;
        CountDownLatch after;
        synchronized (this) {
            arrivals++;
            before = held;
            after = delayed;
            delayed = new CountDownLatch(0);
        }
        before.await();
        try {
            return answer(request.getMethod());
        }
        finally {
            after.await();
        }
    }

    private synchronized Response answer(String method)
            throws ConnectException
    {
        if (!reachable) {
            failures++;
            throw new ConnectException("Connection refused");
        }
        if (method.equals("POST")) {
            changes++;
            loaded = stored;
        }
        return mockResponse(OK, JSON_UTF_8, RESPONSES.toJson(SyncResponse.of(instance, ++sequence, 0, true, loaded, Optional.empty())));
    }
}
