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
package io.prestodynamic.catalog.spi;

import java.util.Map;

/**
 * Factory of providers of one kind.
 */
public interface SecretProviderFactory
{
    /**
     * Returns the name of the kind, which is {@code secret-provider.name} in the properties file of a provider.
     */
    String getName();

    /**
     * Creates a provider. An exception ends the start of the server.
     *
     * @param config the other properties of the file
     */
    SecretProvider create(Map<String, String> config);
}
