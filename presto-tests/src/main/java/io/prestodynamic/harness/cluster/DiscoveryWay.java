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
package io.prestodynamic.harness.cluster;

import static java.util.Locale.ENGLISH;

/**
 * Ways of a node to find discovery servers.
 */
public enum DiscoveryWay
{
    LIST("`discovery.servers`"),
    INVENTORY("the service inventory, drawn every second"),
    SLOW_INVENTORY("the service inventory, drawn every 10 s"),
    PROXY("nginx");

    private final String description;

    DiscoveryWay(String description)
    {
        this.description = description;
    }

    /**
     * Returns a description for people.
     */
    public String describe()
    {
        return description;
    }

    /**
     * Returns the name in options.
     */
    @Override
    public String toString()
    {
        return name().toLowerCase(ENGLISH).replace('_', '-');
    }
}
