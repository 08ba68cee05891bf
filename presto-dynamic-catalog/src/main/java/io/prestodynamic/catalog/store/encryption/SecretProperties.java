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
package io.prestodynamic.catalog.store.encryption;

import java.util.Map;
import java.util.Set;

/**
 * Decides which properties of a definition are encrypted in the store.
 */
@FunctionalInterface
public interface SecretProperties
{
    /**
     * Returns the names of the properties whose values contain a secret.
     */
    Set<String> find(String connectorName, Map<String, String> properties);
}
