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
import io.prestodynamic.catalog.spi.SecretProvider;

import java.util.Map;

/**
 * Environment variables of the server's process, which do not change while it runs.
 */
class EnvironmentProvider
        implements SecretProvider
{
    private final Map<String, String> variables;

    EnvironmentProvider(Map<String, String> variables)
    {
        this.variables = ImmutableMap.copyOf(variables);
    }

    @Override
    public String getSecret(String key)
    {
        String value = variables.get(key);
        if (value == null) {
            throw new IllegalArgumentException("there is no such environment variable");
        }
        return value;
    }

    @Override
    public boolean isChangeable()
    {
        return false;
    }
}
