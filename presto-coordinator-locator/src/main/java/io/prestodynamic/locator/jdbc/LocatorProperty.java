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
package io.prestodynamic.locator.jdbc;

import java.sql.DriverPropertyInfo;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

enum LocatorProperty
{
    ENVIRONMENT("environment", Optional.empty(), "Only coordinators of this environment (node.environment) are used"),
    COORDINATOR_TIMEOUT("coordinatorTimeout", Optional.of("10s"), "How long to look for a coordinator: 10s, 500ms, 2m"),
    /**/;

    private final String key;
    private final Optional<String> defaultValue;
    private final String description;

    LocatorProperty(String key, Optional<String> defaultValue, String description)
    {
        this.key = requireNonNull(key, "key is null");
        this.defaultValue = requireNonNull(defaultValue, "defaultValue is null");
        this.description = requireNonNull(description, "description is null");
    }

    String key()
    {
        return key;
    }

    String value(Optional<String> given)
    {
        return given.or(() -> defaultValue).orElse("");
    }

    DriverPropertyInfo describe(Optional<String> given)
    {
        DriverPropertyInfo info = new DriverPropertyInfo(key, given.or(() -> defaultValue).orElse(null));
        info.description = description;
        return info;
    }
}
