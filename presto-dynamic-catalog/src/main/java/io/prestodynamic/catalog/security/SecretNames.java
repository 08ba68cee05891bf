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
package io.prestodynamic.catalog.security;

import java.util.regex.Pattern;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * Names of properties whose values are secret.
 */
@FunctionalInterface
public interface SecretNames
{
    /**
     * Properties of which nothing but the name is known.
     */
    SecretNames GUESSED = new SecretNames()
    {
        private final Pattern secret = Pattern.compile(
                "passw(or)?d|passphrase|pwd|secret|token|credential|private|jaas|authorization|" +
                        "(access|account|api|encryption|shared)[-_.]?key(?!tab|-id)|key[-_.]?(store)?[-_.]?pass",
                CASE_INSENSITIVE);
        // where a secret is or how long it is kept, and not the secret
        private final Pattern harmless = Pattern.compile("credential[-_.]?cache|[-_.](file|path|directory|name|ttl|type|class|size|enabled|aware)$", CASE_INSENSITIVE);

        @Override
        public boolean isSecret(String property)
        {
            return secret.matcher(property).find() && !harmless.matcher(property).find();
        }
    };

    boolean isSecret(String property);
}
