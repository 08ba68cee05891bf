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
package io.prestodynamic.harness.plugin;

import com.facebook.presto.spi.Plugin;
import io.prestodynamic.catalog.spi.SecretProvider;
import io.prestodynamic.catalog.spi.SecretProviderFactory;
import io.prestodynamic.catalog.spi.SecretProviderPlugin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A provider whose secrets are in its configuration. It does not return for the key {@link #HANG}.
 */
public class SecretsPlugin
        implements Plugin, SecretProviderPlugin, SecretProviderFactory
{
    public static final String NAME = "testing-secrets";
    public static final String HANG = "hang";

    @Override
    public Iterable<SecretProviderFactory> getSecretProviderFactories()
    {
        return List.of(this);
    }

    @Override
    public String getName()
    {
        return NAME;
    }

    @Override
    public SecretProvider create(Map<String, String> config)
    {
        return key -> {
            if (key.equals(HANG)) {
                hang();
            }
            return config.get(key);
        };
    }

    private static void hang()
    {
        try {
            new CountDownLatch(1).await();
        }
        catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
