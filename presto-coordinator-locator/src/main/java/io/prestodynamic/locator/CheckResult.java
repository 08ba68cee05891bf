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

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Result of a {@link CoordinatorCheck}.
 *
 * @param refusal reason why the coordinator is not usable, without its name, such as {@code is starting}; empty if it is usable
 */
public record CheckResult(Optional<String> refusal)
{
    public CheckResult
    {
        requireNonNull(refusal, "refusal is null");
    }

    public static CheckResult usable()
    {
        return new CheckResult(Optional.empty());
    }

    public static CheckResult refused(String refusal)
    {
        return new CheckResult(Optional.of(refusal));
    }

    public boolean isUsable()
    {
        return refusal.isEmpty();
    }
}
