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
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.TestingCatalogVersions;
import io.prestodynamic.catalog.spi.SecretProvider;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestCatalogSecrets
{
    private static final HashFunction KEYED = Hashing.hmacSha256("a key".getBytes(UTF_8));

    @Test
    public void testResolve()
    {
        ResolvedDefinition resolved = secrets("s3cret").resolve(definition("jdbc:mysql://db/?password=${FILE:/db}&user=${ENV:NAME}", "$${literal}"));
        assertThat(resolved.definition().properties()).containsEntry("a", "jdbc:mysql://db/?password=s3cret&user=me").containsEntry("b", "${literal}");
        assertThat(resolved.values()).containsExactlyInAnyOrder("s3cret", "me");
        assertThat(resolved.toString()).doesNotContain("s3cret").contains("${FILE:/db}");
    }

    @Test
    public void testUnresolved()
    {
        assertRefused("${FILE:/missing}", "Property a refers to ${FILE:/missing}, which cannot be resolved: not there");
        assertRefused("${VAULT:x}", "Property a refers to ${VAULT:x}, which cannot be resolved: there is no provider VAULT; there are ENV, FILE");
        assertRefused("x${FILE:/db", "Property a has a reference without an end: ${FILE:/db");
        // connectors would resolve them again
        String again = "Property a would have a value of the form ${ENV:NAME}, and nothing else, which connectors replace by an environment variable themselves";
        assertRefused("$${ENV:HOME}", again);
        assertThat(catchThrowableOfType(CatalogException.class, () -> secrets("${ENV:HOME}").resolve(definition("${FILE:/db}", "")))).hasMessage(again);
        assertThat(secrets("s3cret").resolve(definition("x$${ENV:HOME}", "")).definition().properties()).containsEntry("a", "x${ENV:HOME}");
        assertRefused("${ENV:}", "Property a refers to ${ENV:}, which cannot be resolved: there is no such environment variable");
    }

    @Test
    public void testAllowed()
    {
        CatalogSecrets limited = new CatalogSecrets(providers("s3cret"), List.of(Pattern.compile("FILE:/run/.*"), Pattern.compile("ENV:NAME")), Optional.of(KEYED));
        assertThat(limited.resolve(definition("${ENV:NAME}", "")).values()).containsExactly("me");
        assertThat(catchThrowableOfType(CatalogException.class, () -> limited.resolve(definition("${FILE:/db}", ""))))
                .hasMessage("Property a refers to ${FILE:/db}, which cannot be resolved: dynamic-catalog.secrets.allowed-references does not allow it");
    }

    @Test
    public void testFingerprint()
    {
        assertThat(fingerprint("s3cret", "${FILE:/db}")).isPresent().isEqualTo(fingerprint("s3cret", "${FILE:/db}")).isNotEqualTo(fingerprint("other", "${FILE:/db}"));
        assertThat(fingerprint("s3cret", "${FILE:/db}").orElseThrow()).matches("[0-9a-f]{16}");
        assertThat(fingerprint("s3cret", "x")).isEmpty();
        // cannot change
        assertThat(fingerprint("s3cret", "${ENV:NAME}")).isEmpty();
        assertThat(fingerprint("s3cret", "${ENV:NAME}${FILE:/db}")).isEqualTo(fingerprint("s3cret", "${FILE:/db}"));
    }

    @Test
    public void testFingerprintTellsNothing()
    {
        CatalogDefinition definition = definition("${FILE:/db}", "");
        CatalogDefinition other = TestingCatalogVersions.definition("other", definition.properties());
        CatalogSecrets secrets = secrets("s3cret");
        assertThat(secrets.fingerprint(secrets.resolve(definition))).isNotEqualTo(secrets.fingerprint(secrets.resolve(other)));
        CatalogSecrets withOtherKey = new CatalogSecrets(providers("s3cret"), List.of(), Optional.of(Hashing.hmacSha256("another key".getBytes(UTF_8))));
        assertThat(secrets.fingerprint(secrets.resolve(definition))).isNotEqualTo(withOtherKey.fingerprint(withOtherKey.resolve(definition)));
        CatalogSecrets withoutKey = new CatalogSecrets(providers("s3cret"), List.of(), Optional.empty());
        assertThat(withoutKey.fingerprint(withoutKey.resolve(definition))).isEmpty();
    }

    @Test
    public void testDescribeChangeable()
    {
        assertThat(secrets("s3cret").describeChangeable(definition("${FILE:/db}${ENV:NAME}", "${FILE:/other}${FILE:/db}"))).isEqualTo("${FILE:/db} or ${FILE:/other}");
    }

    private static Optional<String> fingerprint(String secret, String value)
    {
        CatalogSecrets secrets = secrets(secret);
        return secrets.fingerprint(secrets.resolve(definition(value, "")));
    }

    private static void assertRefused(String value, String message)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> secrets("s3cret").resolve(definition(value, "")));
        assertThat(refusal.getCode()).isEqualTo(INVALID_CONFIGURATION);
        assertThat(refusal).hasMessage(message);
    }

    private static CatalogDefinition definition(String first, String second)
    {
        return TestingCatalogVersions.definition("sales", ImmutableMap.of("a", first, "b", second));
    }

    private static CatalogSecrets secrets(String secret)
    {
        return new CatalogSecrets(providers(secret), List.of(), Optional.of(KEYED));
    }

    private static SecretProviders providers(String secret)
    {
        SecretProvider files = key -> {
            if (key.equals("/missing")) {
                throw new IllegalArgumentException("not there");
            }
            return secret;
        };
        return new SecretProviders(ImmutableMap.of("ENV", new EnvironmentProvider(ImmutableMap.of("NAME", "me")), "FILE", files), ImmutableMap.of());
    }
}
