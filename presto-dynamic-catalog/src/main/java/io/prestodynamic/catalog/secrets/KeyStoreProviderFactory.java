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

import io.prestodynamic.catalog.spi.SecretProvider;
import io.prestodynamic.catalog.spi.SecretProviderFactory;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Factory of providers with the name {@code key-store}.
 */
class KeyStoreProviderFactory
        implements SecretProviderFactory
{
    private static final String PATH = "key-store.path";
    private static final String PASSWORD = "key-store.password";

    @Override
    public String getName()
    {
        return "key-store";
    }

    @Override
    public SecretProvider create(Map<String, String> config)
    {
        checkArgument(config.keySet().equals(Set.of(PATH, PASSWORD)), "A provider key-store has the properties %s and %s, and not %s", PATH, PASSWORD, config.keySet());
        return new KeyStoreProvider(Path.of(config.get(PATH)), config.get(PASSWORD));
    }
}
