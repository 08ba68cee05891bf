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

import io.prestodynamic.locator.LocatorStatus.CandidateStatus;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

final class Candidate
{
    private final Coordinator coordinator;
    private boolean announced;
    private Optional<CheckResult> result = Optional.empty();

    Candidate(Coordinator coordinator)
    {
        this.coordinator = requireNonNull(coordinator, "coordinator is null");
    }

    Coordinator coordinator()
    {
        return coordinator;
    }

    boolean isAnnounced()
    {
        return announced;
    }

    void setAnnounced()
    {
        announced = true;
    }

    boolean isChecked()
    {
        return result.isPresent();
    }

    void setResult(CheckResult result)
    {
        this.result = Optional.of(result);
    }

    boolean isUsable()
    {
        return result.map(CheckResult::isUsable).orElse(false);
    }

    CandidateStatus status()
    {
        Optional<String> refusal = result.map(CheckResult::refusal).orElse(Optional.of("has not answered yet"));
        return new CandidateStatus(coordinator.nodeId(), Optional.of(coordinator.uri()), refusal);
    }
}
