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

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.store.EncryptableStore;

import java.io.File;
import java.util.Optional;

/**
 * Store of a coordinator, whose secrets are encrypted in an {@link EncryptableStore} if there is a file of keys.
 */
public class EncryptionModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        binder.bind(ValueKeys.class).toInstance(readKeys(binder));
        binder.bind(EncryptedCatalogStore.class).in(Scopes.SINGLETON);
    }

    private ValueKeys readKeys(Binder binder)
    {
        Optional<File> file = buildConfigObject(EncryptionConfig.class).getKeyFile();
        try {
            return file.map(File::toPath).map(KeyFile::read).orElse(ValueKeys.NONE);
        }
        catch (IllegalArgumentException e) {
            binder.addError("dynamic-catalog.secrets.key-file: " + e.getMessage());
            return ValueKeys.NONE;
        }
    }
}
