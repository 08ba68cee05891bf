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
package io.prestodynamic.catalog.audit;

import io.prestodynamic.catalog.history.ChangeOrigin;
import org.testng.annotations.Test;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.audit.RecentRefusals.MAX_REFUSALS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestRecentRefusals
{
    @Test
    public void testOnlyRefusalsOfCatalogs()
    {
        RecentRefusals kept = new RecentRefusals();
        record(kept, Optional.of("sales"), "REPLACED", "done");
        record(kept, Optional.of("sales"), "INVALID", "Access denied");
        record(kept, Optional.empty(), "FORBIDDEN", "of no catalog");
        record(kept, Optional.of("x".repeat(201)), "FORBIDDEN", "of a name that is too long");
        record(kept, Optional.of("Sales"), "FORBIDDEN", "y".repeat(2000));

        assertThat(kept.list()).extracting(Refusal::catalogName).containsExactly("Sales");
        Refusal refusal = kept.list().get(0);
        assertThat(refusal.code()).isEqualTo(FORBIDDEN);
        assertThat(refusal.message()).isEqualTo("y".repeat(1000) + "...");
    }

    @Test
    public void testNewestAreKept()
    {
        RecentRefusals refusals = new RecentRefusals();
        IntStream.range(0, MAX_REFUSALS + 3).forEach(i -> record(refusals, Optional.of("c" + i), "CATALOG_EXISTS", "exists"));
        assertThat(refusals.list()).hasSize(MAX_REFUSALS);
        assertThat(refusals.list().get(0).catalogName()).isEqualTo("c1002");
        assertThat(refusals.list().get(MAX_REFUSALS - 1).catalogName()).isEqualTo("c3");
    }

    private static void record(RecentRefusals refusals, Optional<String> catalogName, String outcome, String message)
    {
        refusals.record(new AuditRecord(AuditAction.PUT, catalogName, Optional.empty(), Set.of(), ChangeOrigin.FOUND, outcome, Optional.of(message)));
    }
}
