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
import io.prestodynamic.benchmarks.fleet.FleetRequests.Loaded;
import io.prestodynamic.catalog.sync.wire.SyncRequest;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import java.util.Optional;
import java.util.UUID;

import static com.facebook.airlift.json.JsonCodec.jsonCodec;
import static java.util.Objects.requireNonNull;

/**
 * State of one worker of a {@link WorkerFleet}.
 */
final class FleetWorker
{
    private static final JsonCodec<SyncResponse> RESPONSES = jsonCodec(SyncResponse.class);

    private final FleetRequests requests;
    private final String instance = UUID.randomUUID().toString();
    private String followed = "";
    private Loaded loaded = Loaded.NOTHING;
    private long sequence;

    FleetWorker(FleetRequests requests)
    {
        this.requests = requireNonNull(requests, "requests is null");
    }

    synchronized byte[] answer(byte[] body)
    {
        SyncRequest request = requests.read(body);
        if (request.catalogs().isPresent() || request.change().filter(change -> change.base().equals(followed)).isPresent()) {
            loaded = requests.load(loaded, request);
            followed = request.digest();
        }
        boolean known = request.knownStatuses().equals(Optional.of(loaded.digest()));
        return RESPONSES.toJsonBytes(new SyncResponse(instance, ++sequence, 0, followed.equals(request.digest()), known ? Optional.empty() : Optional.of(loaded.entries())));
    }
}
