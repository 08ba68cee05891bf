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
package io.prestodynamic.catalog.coordinator;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.audit.AuditRecord;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ImportMode;
import io.prestodynamic.catalog.coordinator.change.ImportOptions;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_NOT_FOUND;
import static io.prestodynamic.catalog.access.TestingCallers.caller;
import static io.prestodynamic.catalog.coordinator.change.VersionCondition.NONE;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.catalog.history.ChangeSource.IMPORT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts in the audit log, successful and refused ones.
 */
public class TestAudit
        extends AbstractTestDynamicCatalogStore
{
    private static final Caller ALICE = caller("alice");

    @Test
    public void testAttempts()
    {
        CatalogDefinition definition = new CatalogDefinition(SALES, "mysql", ImmutableMap.of("connection-user", "u", "connection-password", "s3cret"));
        String version = coordinator.changes.add(ALICE, () -> CatalogRequest.of(definition)).version().orElseThrow();
        assertRefused(() -> coordinator.changes.add(ALICE, () -> CatalogRequest.of(definition)), CATALOG_EXISTS);
        coordinator.changes.put(ALICE, VersionCondition.NONE, "sales", () -> CatalogRequest.of(definition));
        coordinator.changes.remove(ALICE, VersionCondition.NONE, "sales", () -> FINISH_QUERIES);
        assertRefused(() -> coordinator.changes.remove(ALICE, VersionCondition.NONE, "sales", () -> FINISH_QUERIES), CATALOG_NOT_FOUND);
        coordinator.changes.restore(ALICE, NONE, SALES, version);
        assertRefused(() -> coordinator.changes.restore(ALICE, NONE, SALES, "1-ffff"), VERSION_NOT_FOUND);
        assertRefused(() -> coordinator.changes.add(ALICE, () -> {
            throw new CatalogException(INVALID_REQUEST, "not JSON");
        }), INVALID_REQUEST);

        List<AuditRecord> audit = List.copyOf(coordinator.audit);
        assertThat(audit).extracting(AuditRecord::action).containsExactly(
                AuditAction.ADD, AuditAction.ADD, AuditAction.PUT, AuditAction.DELETE, AuditAction.DELETE, AuditAction.RESTORE, AuditAction.RESTORE, AuditAction.ADD);
        assertThat(audit).extracting(AuditRecord::outcome).containsExactly(
                "ADDED", "CATALOG_EXISTS", "UNCHANGED", "REMOVED", "CATALOG_NOT_FOUND", "RESTORED", "VERSION_NOT_FOUND", "INVALID_REQUEST");
        assertThat(audit).allMatch(record -> record.origin().equals(ALICE.origin()));
        assertThat(audit.get(0).version()).contains(version);
        assertThat(audit.get(1).properties()).containsExactly("connection-password", "connection-user");
        assertThat(audit.get(7).catalogName()).isEmpty();
        assertThat(audit.toString()).doesNotContain("s3cret");
    }

    @Test
    public void testImportAndExport()
    {
        coordinator.transfer.importAll(ALICE, List.of(CatalogRequest.of(new CatalogDefinition(new CatalogName("web"), "mysql", ImmutableMap.of()))), ImportOptions.of(ImportMode.ADD));
        assertRefused(() -> coordinator.transfer.exportWithSecrets(ALICE), FORBIDDEN);
        coordinator.transfer.exportMasked(ALICE);

        assertThat(coordinator.audit).extracting(AuditRecord::action).containsExactly(AuditAction.ADD, AuditAction.EXPORT_SECRETS);
        assertThat(coordinator.audit.get(0).origin().source()).isEqualTo(IMPORT);
        assertThat(coordinator.audit.get(0).catalogName()).isEqualTo(Optional.of("web"));
        assertThat(coordinator.audit.get(1).outcome()).isEqualTo("FORBIDDEN");
    }
}
