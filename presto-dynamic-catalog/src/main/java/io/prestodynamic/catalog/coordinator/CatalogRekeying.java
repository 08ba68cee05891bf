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

import com.facebook.airlift.log.Logger;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.CatalogAccessControl.Decision;
import io.prestodynamic.catalog.audit.AuditLog;
import io.prestodynamic.catalog.coordinator.change.CatalogImport;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.StoredCatalogs;
import io.prestodynamic.catalog.store.encryption.EncryptedCatalogStore;

import javax.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.audit.AuditAction.REKEY;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;

/**
 * Encryption of everything in the store with the first key.
 */
public class CatalogRekeying
{
    /**
     * @param catalogs those whose stored secrets were in clear or had another key, each with its outcome
     * @param former number of deleted and replaced versions and recorded changes that were rewritten
     * @param broken entries that are not valid definitions, and stay as they are
     * @param failure of the store, after which the rest stays as it is
     */
    public record Outcome(List<CatalogImport> catalogs, int former, List<BrokenCatalog> broken, Optional<CatalogException> failure) {}

    private static final Logger log = Logger.get(CatalogRekeying.class);

    private final EncryptedCatalogStore store;
    private final CatalogChanges changes;
    private final BulkChanges bulkChanges;
    private final CatalogAccessControl accessControl;
    private final AuditLog auditLog;

    @Inject
    public CatalogRekeying(EncryptedCatalogStore store, CatalogChanges changes, BulkChanges bulkChanges, CatalogAccessControl accessControl, AuditLog auditLog)
    {
        this.store = requireNonNull(store, "store is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.bulkChanges = requireNonNull(bulkChanges, "bulkChanges is null");
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
        this.auditLog = requireNonNull(auditLog, "auditLog is null");
    }

    /**
     * Stores each catalog again whose secrets are not encrypted with the first key, as a new version, and rewrites what is left of former versions. A refused catalog does not
     * affect the others. What was encrypted before the store fails stays encrypted.
     *
     * @throws CatalogException with {@code INVALID_REQUEST} if there is no key, with {@code FORBIDDEN} if the caller may not change all catalogs, or with
     * {@code STORE_UNAVAILABLE} if the store fails before anything was encrypted
     */
    Outcome rekey(Caller caller)
    {
        Attempt attempt = Attempt.begin(caller, REKEY, "encrypt catalogs again");
        try {
            Outcome outcome = tryRekey(caller);
            String counts = "%s catalogs, %s former versions and changes".formatted(outcome.catalogs().size(), outcome.former());
            auditLog.record(attempt.ended(Optional.empty(), outcome.failure().map(failure -> failure.getCode().name()).orElse("REKEYED"), Optional.of(counts)));
            return outcome;
        }
        catch (CatalogException e) {
            auditLog.record(attempt.refused(e));
            throw e;
        }
    }

    private Outcome tryRekey(Caller caller)
    {
        store.checkKey();
        StoredCatalogs stored = store.list();
        checkRights(caller, stored);
        List<CatalogImport> catalogs = bulkChanges.make(store.listOutdated(), CatalogName::value, name -> changes.storeAgain(caller, name));
        AtomicInteger former = new AtomicInteger();
        Optional<CatalogException> failure = catalogs.stream()
                .flatMap(catalog -> catalog.refusal().stream())
                .filter(refusal -> refusal.getCode() == STORE_UNAVAILABLE)
                .findFirst()
                .or(() -> encryptFormer(former));
        long accepted = catalogs.stream().filter(catalog -> catalog.outcome().isPresent()).count();
        log.info("Encrypted the secrets of %s catalogs and %s former versions and changes with the first key, refused %s catalogs%s",
                accepted, former.get(), catalogs.size() - accepted, failure.map(e -> ", and stopped: " + line(e.getMessage())).orElse(""));
        return new Outcome(catalogs, former.get(), stored.broken(), failure);
    }

    private Optional<CatalogException> encryptFormer(AtomicInteger encrypted)
    {
        try {
            store.encryptFormer(encrypted::addAndGet);
            return Optional.empty();
        }
        catch (CatalogException e) {
            return Optional.of(e);
        }
    }

    // the store is rewritten as a whole, and the answer names catalogs
    private void checkRights(Caller caller, StoredCatalogs stored)
    {
        Map<String, String> connectors = new TreeMap<>();
        stored.versions().forEach(version -> connectors.put(version.name().value(), version.definition().connectorName()));
        stored.broken().forEach(broken -> connectors.put(broken.name(), broken.connectorName()));
        Decision rights = accessControl.decide(caller, connectors.keySet());
        if (!connectors.entrySet().stream().allMatch(catalog -> rights.allows(CHANGE, catalog.getKey(), Optional.of(catalog.getValue())))) {
            throw rights.forbidden("encrypt the store again, which needs the right to change all catalogs");
        }
    }
}
