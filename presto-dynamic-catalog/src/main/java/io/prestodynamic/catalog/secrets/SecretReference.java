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

import static java.util.Objects.requireNonNull;

/**
 * Reference to a secret in the value of a property, such as {@code ${FILE:/run/secrets/db}}.
 *
 * @param provider name of the provider that has the secret, in capital letters
 * @param key name of the secret, as the provider knows it
 */
public record SecretReference(String provider, String key)
{
    public SecretReference
    {
        requireNonNull(provider, "provider is null");
        requireNonNull(key, "key is null");
    }

    @Override
    public String toString()
    {
        return "${%s:%s}".formatted(provider, key);
    }
}
