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
package io.prestodynamic.harness.client;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;

import java.util.LinkedHashMap;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Changes that a node misses: one catalog stays, and others are replaced, deleted and added.
 */
public final class MissedChanges
{
    private static final String TPCDS = "tpcds";

    private final CatalogApi api;
    private final Map<String, String> acknowledged = new LinkedHashMap<>();

    /**
     * Adds the catalogs that exist before the changes.
     */
    public MissedChanges(CatalogApi api)
    {
        this.api = requireNonNull(api, "api is null");
        acknowledge("kept", api.add("kept", TPCDS, properties(2)));
        acknowledge("replaced", api.add("replaced", TPCDS, properties(2)));
        acknowledge("deleted", api.add("deleted", TPCDS, properties(2)));
    }

    public void make()
    {
        api.delete("deleted").assertOk();
        acknowledged.remove("deleted");
        acknowledge("replaced", api.put("replaced", TPCDS, properties(3)));
        acknowledge("added", api.add("added", TPCDS, properties(2)));
    }

    /**
     * Returns the names of the catalogs that must exist, with their acknowledged versions.
     */
    public Map<String, String> acknowledged()
    {
        return ImmutableMap.copyOf(acknowledged);
    }

    public static Map<String, String> properties(int splits)
    {
        return ImmutableMap.of("tpcds.splits-per-node", String.valueOf(splits));
    }

    private void acknowledge(String name, Answer answer)
    {
        acknowledged.put(name, answer.assertOk().text("version"));
    }
}
