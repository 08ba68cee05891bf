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
package io.prestodynamic.catalog.secrets;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Secrets of one node, which the test changes. References to them are of the form <code>${TEST:name}</code>.
 */
public class TestingSecrets
{
    private final Map<String, String> values = new ConcurrentHashMap<>();

    /**
     * Returns secrets of a node without references.
     */
    public static CatalogSecrets none()
    {
        return new TestingSecrets().secrets();
    }

    public void set(String name, String value)
    {
        values.put(name, value);
    }

    public void remove(String name)
    {
        values.remove(name);
    }

    public CatalogSecrets secrets()
    {
        return new CatalogSecrets(
                new SecretProviders(ImmutableMap.of("TEST", this::get, "ENV", new EnvironmentProvider(ImmutableMap.of("NAME", "value"))), ImmutableMap.of()),
                List.of(),
                Optional.of(Hashing.hmacSha256("key of the tests".getBytes(UTF_8))));
    }

    private String get(String name)
    {
        return Optional.ofNullable(values.get(name)).orElseThrow(() -> new IllegalArgumentException("there is no such secret"));
    }
}
