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
package io.prestodynamic.catalog.coordinator.history;

import com.facebook.presto.spi.security.AllowAllAccessControl;
import io.prestodynamic.catalog.access.AccessRule;
import io.prestodynamic.catalog.access.AccessRules;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.CatalogRight;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.audit.AuditRecord;
import io.prestodynamic.catalog.audit.RecentRefusals;
import io.prestodynamic.catalog.audit.Refusal;
import io.prestodynamic.catalog.history.ChangeOrigin;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static io.prestodynamic.catalog.access.CatalogRight.SEE;
import static io.prestodynamic.catalog.access.TestingCallers.caller;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogRefusals
{
    private static final AccessRules RULES = new AccessRules(
            List.of(
                    rule("admin", ".*", Optional.empty(), SEE, READ, CHANGE),
                    rule("anne", "sales", Optional.empty(), SEE, READ, CHANGE),
                    rule("writer", "sales", Optional.empty(), SEE, CHANGE),
                    rule("mira", ".*", Optional.of("mysql"), SEE, READ, CHANGE),
                    rule("nils", ".*", Optional.of("mysql")),
                    rule("nils", ".*", Optional.empty(), SEE, READ, CHANGE),
                    rule("olga", ".*", Optional.of("mysql"), SEE, READ, CHANGE),
                    rule("olga", "sales", Optional.empty(), SEE, READ, CHANGE),
                    rule("reader", ".*", Optional.empty(), SEE, READ)),
            "by the rules of a test");

    @Test
    public void testRights()
    {
        RecentRefusals recent = new RecentRefusals();
        CatalogRefusals refusals = new CatalogRefusals(recent, new CatalogAccessControl(new AllowAllAccessControl(), () -> RULES));
        for (String name : List.of("sales", "payroll", "no name!")) {
            recent.record(new AuditRecord(AuditAction.DELETE, Optional.of(name), Optional.empty(), Set.of(), ChangeOrigin.FOUND, "FORBIDDEN", Optional.of("not allowed")));
        }

        assertThat(names(refusals, "admin", 10)).containsExactly("no name!", "payroll", "sales");
        assertThat(names(refusals, "admin", 2)).containsExactly("no name!", "payroll");
        assertThat(names(refusals, "anne", 1)).containsExactly("sales");
        assertThat(names(refusals, "olga", 10)).containsExactly("sales");
        // the catalogs may be of a connector that the rules are about
        assertThat(names(refusals, "mira", 10)).isEmpty();
        assertThat(names(refusals, "nils", 10)).isEmpty();
        assertThat(names(refusals, "writer", 10)).isEmpty();
        assertThat(names(refusals, "reader", 10)).isEmpty();
        assertThat(names(refusals, "nobody", 10)).isEmpty();
    }

    private static List<String> names(CatalogRefusals refusals, String user, int limit)
    {
        return refusals.list(caller(user), limit).stream().map(Refusal::catalogName).toList();
    }

    private static AccessRule rule(String user, String catalog, Optional<String> connector, CatalogRight... rights)
    {
        return new AccessRule(Optional.of(Pattern.compile(user)), Optional.of(Pattern.compile(catalog)), connector.map(Pattern::compile), Set.of(rights));
    }
}
