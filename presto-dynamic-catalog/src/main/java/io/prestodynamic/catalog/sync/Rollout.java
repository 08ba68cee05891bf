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

import java.util.concurrent.CompletableFuture;

import static java.util.Objects.requireNonNull;

/**
 * Rollout of a version to the workers. Neither future fails.
 * @param anyLoaded completes with true as soon as an active node has loaded the version, or with false if none has when the rollout finishes
 * @param finished completes when every active worker has answered, or at the push timeout
 */
public record Rollout(CompletableFuture<Boolean> anyLoaded, CompletableFuture<Void> finished)
{
    public Rollout
    {
        requireNonNull(anyLoaded, "anyLoaded is null");
        requireNonNull(finished, "finished is null");
    }
}
