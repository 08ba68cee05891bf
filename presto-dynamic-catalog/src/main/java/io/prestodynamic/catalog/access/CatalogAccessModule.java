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
package io.prestodynamic.catalog.access;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.presto.server.security.SecurityConfig;
import com.facebook.presto.spi.security.AccessControl;
import com.google.inject.Binder;
import com.google.inject.Provides;
import com.google.inject.TypeLiteral;
import io.prestodynamic.catalog.rules.RulesFile;

import javax.inject.Singleton;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import static io.prestodynamic.catalog.access.CatalogRight.SEE;

/**
 * Rights on catalogs: those of the file of rules, or, without a file, those of {@link #WITHOUT_FILE} or {@link #WITHOUT_AUTHENTICATION}.
 */
public class CatalogAccessModule
        extends AbstractConfigurationAwareModule
{
    static final AccessRules WITHOUT_FILE = new AccessRules(
            List.of(AccessRule.forEverybody(SEE)),
            "without rules: dynamic-catalog.access-control.file is not set in the coordinator's etc/config.properties");
    static final AccessRules WITHOUT_AUTHENTICATION = new AccessRules(List.of(AccessRule.forEverybody(CatalogRight.values())), "without rules");

    @Override
    protected void setup(Binder binder)
    {
        Optional<File> file = buildConfigObject(CatalogAccessConfig.class).getRulesFile();
        boolean authenticates = !buildConfigObject(SecurityConfig.class).getAuthenticationTypes().isEmpty();
        TypeLiteral<Supplier<AccessRules>> rules = new TypeLiteral<>() {};
        if (file.isPresent()) {
            Supplier<List<AccessRule>> content = RulesFile.read(binder, "catalogs", AccessRule.class, file.get().toPath());
            binder.bind(rules).toInstance(() -> new AccessRules(content.get(), "by the rules of dynamic-catalog.access-control.file"));
        }
        else if (authenticates) {
            binder.bind(rules).toInstance(() -> WITHOUT_FILE);
        }
        else {
            binder.bind(rules).toInstance(() -> WITHOUT_AUTHENTICATION);
        }
        if (!authenticates) {
            binder.bind(OpenAccessWarning.class).asEagerSingleton();
        }
    }

    @Provides
    @Singleton
    public static CatalogAccessControl createAccessControl(AccessControl accessControl, Supplier<AccessRules> rules)
    {
        return new CatalogAccessControl(accessControl, rules);
    }
}
