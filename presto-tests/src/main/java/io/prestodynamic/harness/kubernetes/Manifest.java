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
package io.prestodynamic.harness.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import static java.util.Objects.requireNonNull;

/**
 * An object that Kubernetes is to have.
 *
 * @param file the file that it is in
 */
public record Manifest(String file, JsonNode json)
{
    public Manifest
    {
        requireNonNull(file, "file is null");
        requireNonNull(json, "json is null");
    }

    public String apiVersion()
    {
        return json.path("apiVersion").asText();
    }

    public String kind()
    {
        return json.path("kind").asText();
    }

    public String name()
    {
        return json.at("/metadata/name").asText();
    }

    public boolean is(String kind, String name)
    {
        return kind().equals(kind) && name().equals(name);
    }

    @Override
    public String toString()
    {
        return "%s %s".formatted(kind(), name());
    }
}
