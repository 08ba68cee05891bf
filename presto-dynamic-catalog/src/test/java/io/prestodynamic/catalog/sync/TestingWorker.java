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
import com.facebook.airlift.http.client.StaticBodyGenerator;
import com.facebook.airlift.json.JsonCodec;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.wire.SyncRequest;
import io.prestodynamic.catalog.sync.wire.SyncResponse;
import io.prestodynamic.catalog.sync.wire.SyncedCatalog;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import static com.facebook.airlift.http.client.HttpStatus.OK;
import static com.facebook.airlift.http.client.HttpStatus.SERVICE_UNAVAILABLE;
import static com.facebook.airlift.http.client.testing.TestingResponse.mockResponse;
import static com.facebook.airlift.json.JsonCodec.jsonCodec;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.net.MediaType.JSON_UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * A worker that loads desired catalogs at once, except those that are set to be refused, by name or by the property {@code refuse-on-workers}.
 */
public class TestingWorker
{
    private static final JsonCodec<SyncRequest> REQUESTS = jsonCodec(SyncRequest.class);
    private static final JsonCodec<SyncResponse> RESPONSES = jsonCodec(SyncResponse.class);

    private enum Mode
    {
        RUNNING,
        STARTING,
        UNREACHABLE,
        BABBLING,
    }

    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> loading = ConcurrentHashMap.newKeySet();
    private final List<SyncRequest> requests = new ArrayList<>();
    private final Duration servingTime;
    private String instance = UUID.randomUUID().toString();
    private String coordinatorInstance = "";
    private long revision;
    private String digest = "";
    private Map<String, CatalogVersion> versions = ImmutableMap.of();
    private long sequence;
    private int arrivals;
    private int answersInFull;
    private boolean accepting;
    private Mode mode = Mode.RUNNING;
    private CountDownLatch held = new CountDownLatch(0);

    /**
     * @param servingTime how long it says that it has taken requests
     */
    TestingWorker(Duration servingTime)
    {
        this.servingTime = requireNonNull(servingTime, "servingTime is null");
    }

    public void refuse(String catalogName)
    {
        refused.add(catalogName);
    }

    /**
     * Reports the catalog as being loaded until {@link #loaded}.
     */
    public void load(String catalogName)
    {
        loading.add(catalogName);
    }

    public void loaded()
    {
        loading.clear();
    }

    /**
     * Ignores the property from now on.
     */
    public synchronized void accept()
    {
        accepting = true;
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
     * Answers new requests. Held ones stay held.
     */
    public synchronized void proceed()
    {
        held = new CountDownLatch(0);
    }

    public synchronized void disconnect()
    {
        mode = Mode.UNREACHABLE;
    }

    /**
     * Answers with meaningless JSON, as another server at the worker's address may.
     */
    public synchronized void babble()
    {
        mode = Mode.BABBLING;
    }

    public synchronized void run()
    {
        mode = Mode.RUNNING;
    }

    /**
     * Restarts with nothing loaded, and answers that it is starting.
     */
    public synchronized void restart()
    {
        mode = Mode.STARTING;
        instance = UUID.randomUUID().toString();
        coordinatorInstance = "";
        digest = "";
        versions = ImmutableMap.of();
        sequence = 0;
    }

    public synchronized Set<String> getVersions()
    {
        return versions.keySet();
    }

    public synchronized List<SyncRequest> getRequests()
    {
        return List.copyOf(requests);
    }

    /**
     * Returns the number of received requests, including held ones.
     */
    public synchronized int getArrivals()
    {
        return arrivals;
    }

    /**
     * Returns the number of answers that contained all statuses.
     */
    public synchronized int getAnswersInFull()
    {
        return answersInFull;
    }

    public Response handle(Request request)
            throws Exception
    {
        CountDownLatch latch;
        synchronized (this) {
            latch = held;
            arrivals++;
        }
        latch.await();
        return answer(REQUESTS.fromJson(((StaticBodyGenerator) request.getBodyGenerator()).getBody()));
    }

    private synchronized Response answer(SyncRequest request)
            throws ConnectException
    {
        requests.add(request);
        return switch (mode) {
            case UNREACHABLE -> throw new ConnectException("Connection refused");
            case STARTING -> mockResponse(SERVICE_UNAVAILABLE, JSON_UTF_8, "{}");
            case BABBLING -> mockResponse(OK, JSON_UTF_8, "{}");
            case RUNNING -> {
                follow(request);
                Map<String, LoadStatus> statuses = ImmutableMap.copyOf(Maps.transformValues(versions, this::status));
                SyncResponse response = SyncResponse.of(instance, ++sequence, servingTime.toMillis(), digest.equals(request.digest()), statuses, request.knownStatuses());
                answersInFull += response.catalogs().isPresent() ? 1 : 0;
                yield mockResponse(OK, JSON_UTF_8, RESPONSES.toJson(response));
            }
        };
    }

    private synchronized void follow(SyncRequest request)
    {
        if (request.coordinatorInstance().equals(coordinatorInstance) && request.revision() < revision) {
            return;
        }
        request.catalogs().ifPresent(catalogs -> follow(request, catalogs.stream().map(SyncedCatalog::toVersion)));
        request.change().filter(change -> change.base().equals(digest)).ifPresent(change -> follow(request, Stream.concat(
                versions.values().stream().filter(version -> !change.removed().contains(version.id())),
                change.added().stream().map(SyncedCatalog::toVersion))));
    }

    private synchronized void follow(SyncRequest request, Stream<CatalogVersion> desired)
    {
        coordinatorInstance = request.coordinatorInstance();
        revision = request.revision();
        digest = request.digest();
        versions = desired.collect(toImmutableMap(CatalogVersion::id, version -> version));
    }

    private LoadStatus status(CatalogVersion version)
    {
        if (loading.contains(version.name().value())) {
            return LoadStatus.LOADING;
        }
        boolean refusedByProperty = version.definition().properties().containsKey("refuse-on-workers") && !accepting;
        return refusedByProperty || refused.contains(version.name().value()) ? LoadStatus.failed("Refused by the worker") : LoadStatus.LOADED;
    }
}
