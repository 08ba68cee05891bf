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

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;

import java.io.File;
import java.util.Optional;

/**
 * Configuration of the encryption of secrets in the store. Valid on every node; only coordinators use it.
 */
public class EncryptionConfig
{
    private Optional<File> keyFile = Optional.empty();

    public Optional<File> getKeyFile()
    {
        return keyFile;
    }

    @Config("dynamic-catalog.secrets.key-file")
    @ConfigDescription("File with the keys that secrets in the catalog store are encrypted with, one line \"id base64-of-32-bytes\" for each; the first one encrypts")
    public EncryptionConfig setKeyFile(File keyFile)
    {
        this.keyFile = Optional.ofNullable(keyFile);
        return this;
    }
}
