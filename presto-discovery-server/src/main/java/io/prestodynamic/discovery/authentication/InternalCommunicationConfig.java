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
package io.prestodynamic.discovery.authentication;

import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import io.airlift.configuration.ConfigSecuritySensitive;

import java.util.Optional;

/**
 * Settings of Presto's nodes for requests between them, as far as they concern discovery.
 */
public class InternalCommunicationConfig
{
    private Optional<String> sharedSecret = Optional.empty();
    private boolean jwtEnabled;

    public Optional<String> getSharedSecret()
    {
        return sharedSecret;
    }

    @Config("internal-communication.shared-secret")
    @ConfigDescription("Secret that all nodes and discovery servers share; only who knows it can announce a node")
    @ConfigSecuritySensitive
    public InternalCommunicationConfig setSharedSecret(String sharedSecret)
    {
        this.sharedSecret = Optional.ofNullable(sharedSecret);
        return this;
    }

    public boolean isJwtEnabled()
    {
        return jwtEnabled;
    }

    @Config("internal-communication.jwt.enabled")
    @ConfigDescription("Whether nodes authenticate each other; required with a shared secret")
    public InternalCommunicationConfig setJwtEnabled(boolean jwtEnabled)
    {
        this.jwtEnabled = jwtEnabled;
        return this;
    }
}
