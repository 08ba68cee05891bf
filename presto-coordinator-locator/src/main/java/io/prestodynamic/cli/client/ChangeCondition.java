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
package io.prestodynamic.cli.client;

import java.net.http.HttpRequest;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Condition under which a coordinator makes a change. It is refused with {@code VERSION_MISMATCH} if the condition is not met.
 */
public final class ChangeCondition
{
    public static final ChangeCondition NONE = new ChangeCondition(Optional.empty(), "");
    public static final ChangeCondition EXISTS = new ChangeCondition(Optional.of("If-Match"), "*");
    public static final ChangeCondition ABSENT = new ChangeCondition(Optional.of("If-None-Match"), "*");

    private final Optional<String> header;
    private final String value;

    private ChangeCondition(Optional<String> header, String value)
    {
        this.header = requireNonNull(header, "header is null");
        this.value = requireNonNull(value, "value is null");
    }

    /**
     * Returns the condition that the catalog has this version.
     */
    public static ChangeCondition version(String version)
    {
        return new ChangeCondition(Optional.of("If-Match"), "\"%s\"".formatted(version));
    }

    void addTo(HttpRequest.Builder request)
    {
        header.ifPresent(name -> request.setHeader(name, value));
    }
}
