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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Last answer of another coordinator. Answers may overtake each other: those of one process are ordered by its sequence, and all others, including failures, by the
 * time of the request.
 * @param request the latest request whose outcome is known
 * @param error reason of the failure of that request; the former statuses are kept
 */
record PeerAnswers(long request, String instance, long sequence, Map<String, LoadStatus> statuses, Optional<String> error)
{
    static final PeerAnswers NONE = new PeerAnswers(0, "", 0, ImmutableMap.of(), Optional.empty());

    PeerAnswers
    {
        requireNonNull(instance, "instance is null");
        statuses = ImmutableMap.copyOf(statuses);
        requireNonNull(error, "error is null");
    }

    PeerAnswers with(long answered, SyncResponse response)
    {
        boolean laterRequest = answered > request;
        boolean laterAnswer = response.instance().equals(instance) ? response.sequence() > sequence : laterRequest;
        return new PeerAnswers(
                Math.max(request, answered),
                laterAnswer ? response.instance() : instance,
                laterAnswer ? response.sequence() : sequence,
                laterAnswer ? response.statuses().orElse(ImmutableMap.of()) : statuses,
                laterRequest ? Optional.empty() : error);
    }

    PeerAnswers withFailure(long failed, String newError)
    {
        return failed > request ? new PeerAnswers(failed, instance, sequence, statuses, Optional.of(newError)) : this;
    }
}
