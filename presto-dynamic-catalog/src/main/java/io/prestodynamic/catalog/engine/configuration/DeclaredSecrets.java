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
package io.prestodynamic.catalog.engine.configuration;

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.security.SecretNames;

import java.util.Set;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * Secret properties of a plugin: what its configuration classes declare as secret, and what they forget. Only the properties that no class declares are guessed.
 */
final class DeclaredSecrets
        implements SecretNames
{
    // declared by Presto 0.287 without saying that they are secret
    private static final Set<String> FORGOTTEN = ImmutableSet.of(
            "bigquery.credentials-key",
            "druid.basic.authentication.password",
            "elasticsearch.aws.access-key",
            "elasticsearch.aws.secret-key",
            "hive.ranger.service.basic-auth-password",
            "iceberg.nessie.auth.basic.password",
            "iceberg.nessie.auth.bearer.token",
            "mongodb.credentials",
            "pinot.caller-header-value",
            "pinot.extra-grpc-metadata",
            "pinot.extra-http-headers",
            "pinot.grpc-tls-key-store-password",
            "pinot.grpc-tls-trust-store-password");

    // other plugins forget it too; no property of Presto that ends like this is anything else
    private static final Pattern UNMISTAKABLE = Pattern.compile("(passw(or)?d|passphrase|pwd|secret|secret[-_.]?key|private[-_.]?key|token)$", CASE_INSENSITIVE);

    private final ConfigurationProperties properties;

    DeclaredSecrets(ConfigurationProperties properties)
    {
        this.properties = requireNonNull(properties, "properties is null");
    }

    @Override
    public boolean isSecret(String property)
    {
        return FORGOTTEN.contains(property) ||
                UNMISTAKABLE.matcher(property).find() ||
                properties.isSecret(property).orElseGet(() -> GUESSED.isSecret(property));
    }
}
