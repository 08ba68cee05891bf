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

import java.net.ConnectException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import static com.facebook.airlift.http.client.HttpStatus.OK;
import static com.facebook.airlift.http.client.testing.TestingResponse.mockResponse;
import static com.facebook.airlift.json.JsonCodec.jsonCodec;
import static com.google.common.net.MediaType.JSON_UTF_8;

/**
 * Another coordinator, as {@link CoordinatorSyncResource} answers. It has what it was given when it was last told of a change.
 */
public class TestingPeer
{
    private static final JsonCodec<SyncResponse> RESPONSES = jsonCodec(SyncResponse.class);

    private Map<String, LoadStatus> stored = ImmutableMap.of();
    private Map<String, LoadStatus> loaded = ImmutableMap.of();
    private CountDownLatch held = new CountDownLatch(0);
    private boolean reachable = true;
    private int changes;

    public synchronized void store(Map<String, LoadStatus> statuses)
    {
        stored = ImmutableMap.copyOf(statuses);
    }

    /**
     * Answers only when the latch is counted down.
     */
    public synchronized CountDownLatch hold()
    {
        held = new CountDownLatch(1);
        return held;
    }

    public synchronized void disconnect()
    {
        reachable = false;
    }

    /**
     * How often it was told of a change.
     */
    public synchronized int getChanges()
    {
        return changes;
    }

    Response handle(Request request)
            throws Exception
    {
        CountDownLatch latch;
        synchronized (this) {
            latch = held;
        }
        latch.await();
        return answer(request.getMethod());
    }

    private synchronized Response answer(String method)
            throws ConnectException
    {
        if (!reachable) {
            throw new ConnectException("Connection refused");
        }
        if (method.equals("POST")) {
            changes++;
            loaded = stored;
        }
        return mockResponse(OK, JSON_UTF_8, RESPONSES.toJson(SyncResponse.of("instance", 1, true, loaded, Optional.empty())));
    }
}
