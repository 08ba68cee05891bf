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
package io.prestodynamic.benchmarks.fleet;

import com.facebook.airlift.json.JsonCodec;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.prestodynamic.catalog.LoadState;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.wire.SyncRequest;
import io.prestodynamic.catalog.sync.wire.SyncResponse;
import io.prestodynamic.catalog.sync.wire.SyncedCatalog;
import io.prestodynamic.catalog.sync.wire.SyncedDifference;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import static com.facebook.airlift.json.JsonCodec.jsonCodec;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;

/**
 * Parser of requests to the workers of a {@link WorkerFleet}. Parses requests that all workers receive alike only once, because the workers are not measured.
 */
final class FleetRequests
{
    private static final JsonCodec<SyncRequest> REQUESTS = jsonCodec(SyncRequest.class);

    private final Cache<ByteBuffer, SyncRequest> requests = CacheBuilder.newBuilder().maximumSize(4).build();
    private final Cache<String, Loaded> loaded = CacheBuilder.newBuilder().maximumSize(4).build();

    SyncRequest read(byte[] body)
    {
        return get(requests, ByteBuffer.wrap(body), () -> REQUESTS.fromJson(body));
    }

    /**
     * Returns the catalogs that a worker has loaded after a request.
     *
     * @param before catalogs that it had loaded before
     */
    Loaded load(Loaded before, SyncRequest request)
    {
        return get(loaded, request.digest(), () -> Loaded.of(Stream.concat(
                        before.entries().stream().map(SyncResponse.Entry::id).filter(id -> request.change().filter(change -> !change.removed().contains(id)).isPresent()),
                        request.catalogs().or(() -> request.change().map(SyncedDifference::added)).orElseThrow().stream().map(SyncedCatalog::toString))
                .toList()));
    }

    private static <K, V> V get(Cache<K, V> cache, K key, Callable<V> loader)
    {
        try {
            return cache.get(key, loader);
        }
        catch (ExecutionException | UncheckedExecutionException e) {
            throw new IllegalArgumentException("A request means nothing", e);
        }
    }

    record Loaded(List<SyncResponse.Entry> entries, String digest)
    {
        static final Loaded NOTHING = of(List.of());

        Loaded
        {
            entries = List.copyOf(requireNonNull(entries, "entries is null"));
            requireNonNull(digest, "digest is null");
        }

        static Loaded of(List<String> ids)
        {
            return new Loaded(
                    ids.stream().map(id -> new SyncResponse.Entry(id, LoadState.LOADED, Optional.empty())).toList(),
                    SyncResponse.digest(ids.stream().collect(toImmutableMap(id -> id, id -> LoadStatus.LOADED))));
        }
    }
}
