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

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.coordinator.Admission.Limits;
import io.prestodynamic.catalog.coordinator.change.CatalogImport;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.ImportOptions;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainMode;
import org.weakref.jmx.Managed;
import org.weakref.jmx.Nested;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Entry point of changes. Runs a limited number at the same time in its own threads, so that no thread of a request waits. An import counts as one change of its own kind.
 */
public class ChangeAdmission
{
    private static final Duration MAX_WAIT = new Duration(5, SECONDS);
    // a change takes some tens of milliseconds, unless it waits for a connector, a worker or a query
    private static final Duration SLOW_AFTER = new Duration(3, SECONDS);
    private static final int SLOW_CHANGES = 4;
    private static final int MAX_WAITING = 1_000;
    private static final int CONCURRENT_IMPORTS = 2;

    private final ChangeRights rights;
    private final CatalogChanges changes;
    private final CatalogTransfer transfer;
    private final CatalogRekeying rekeying;
    private final Admission changeAdmission;
    private final Admission importAdmission;

    @Inject
    public ChangeAdmission(ChangeRights rights, CatalogChanges changes, CatalogTransfer transfer, CatalogRekeying rekeying, DynamicCatalogConfig config)
    {
        this.rights = requireNonNull(rights, "rights is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.transfer = requireNonNull(transfer, "transfer is null");
        this.rekeying = requireNonNull(rekeying, "rekeying is null");
        int concurrency = config.getMaxConcurrentChanges();
        changeAdmission = new Admission(
                "dynamic-catalog-change",
                new Limits(concurrency, SLOW_CHANGES * concurrency, MAX_WAITING, MAX_WAIT, SLOW_AFTER),
                "The coordinator makes %s changes at the same time, and others wait: repeat the request a little later".formatted(concurrency));
        importAdmission = new Admission(
                "dynamic-catalog-import-request",
                new Limits(CONCURRENT_IMPORTS, CONCURRENT_IMPORTS, MAX_WAITING, MAX_WAIT, new Duration(1, HOURS)),
                "The coordinator runs %s imports at the same time: repeat the request when one of them has ended".formatted(CONCURRENT_IMPORTS));
    }

    @PreDestroy
    public void stop()
    {
        changeAdmission.stop();
        importAdmission.stop();
    }

    /**
     * Refuses a caller who may change no catalog, before the body of the request takes memory or its change waits.
     * @throws CatalogException with {@code FORBIDDEN}
     */
    public void checkRights(Caller caller)
    {
        check(Attempt.begin(caller, AuditAction.REQUEST, "change catalogs"), () -> rights.checkAny(caller));
    }

    /**
     * Refuses a caller who may change no catalog, before the body of the request takes memory or its change waits.
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} if the caller may not see the catalog, and with {@code FORBIDDEN} otherwise
     */
    public void checkRights(Caller caller, AuditAction action, String name)
    {
        check(Attempt.begin(caller, action, "%s catalog %s".formatted(action.name().toLowerCase(ENGLISH), name), name), () -> rights.checkAny(caller, name));
    }

    /**
     * Refuses a caller who may change no catalog, before the version is looked for.
     * @throws CatalogException with {@code FORBIDDEN}
     */
    public void checkRestoreRights(Caller caller, String name)
    {
        check(Attempt.begin(caller, AuditAction.RESTORE, "restore catalog " + name, name), () -> rights.checkAny(caller));
    }

    /**
     * @see CatalogChanges#add
     */
    public CompletableFuture<CatalogInfo> add(Caller caller, Supplier<CatalogRequest> request)
    {
        return admit(changeAdmission, Attempt.begin(caller, AuditAction.ADD, "add a catalog"), () -> changes.add(caller, request));
    }

    /**
     * @see CatalogChanges#put
     */
    public CompletableFuture<ChangeResult> put(Caller caller, VersionCondition condition, String name, Supplier<CatalogRequest> request)
    {
        return admit(changeAdmission, Attempt.begin(caller, AuditAction.PUT, "put catalog " + name, name), () -> changes.put(caller, condition, name, request));
    }

    /**
     * @see CatalogChanges#patch
     */
    public CompletableFuture<ChangeResult> patch(Caller caller, VersionCondition condition, CatalogName name, Supplier<CatalogPatch> request)
    {
        return admit(changeAdmission, Attempt.begin(caller, AuditAction.PATCH, "patch catalog " + name, name.value()), () -> changes.patch(caller, condition, name, request));
    }

    /**
     * @see CatalogChanges#restore
     */
    public CompletableFuture<ChangeResult> restore(Caller caller, VersionCondition condition, CatalogName name, String version)
    {
        return admit(changeAdmission, Attempt.begin(caller, AuditAction.RESTORE, "restore catalog " + name, name.value()), () -> changes.restore(caller, condition, name, version));
    }

    /**
     * @see CatalogChanges#remove
     */
    public CompletableFuture<CatalogInfo> remove(Caller caller, VersionCondition condition, String name, Supplier<DrainMode> mode)
    {
        return admit(changeAdmission, Attempt.begin(caller, AuditAction.DELETE, "delete catalog " + name, name), () -> changes.remove(caller, condition, name, mode));
    }

    /**
     * @param request reads the catalogs
     * @see CatalogTransfer#importAll
     */
    public CompletableFuture<List<CatalogImport>> importAll(Caller caller, Supplier<List<CatalogRequest>> request, ImportOptions options)
    {
        return admit(importAdmission, Attempt.begin(caller, AuditAction.IMPORT, "import catalogs"), () -> transfer.importAll(caller, request.get(), options));
    }

    /**
     * @see CatalogRekeying#rekey
     */
    public CompletableFuture<CatalogRekeying.Outcome> rekey(Caller caller)
    {
        return admit(importAdmission, Attempt.begin(caller, AuditAction.REKEY, "encrypt catalogs again"), () -> rekeying.rekey(caller));
    }

    @Managed
    @Nested
    public Admission getChanges()
    {
        return changeAdmission;
    }

    @Managed
    @Nested
    public Admission getImports()
    {
        return importAdmission;
    }

    private void check(Attempt attempt, Runnable check)
    {
        try {
            check.run();
        }
        catch (CatalogException e) {
            changes.recordRefusal(attempt, e);
            throw e;
        }
    }

    private <T> CompletableFuture<T> admit(Admission admission, Attempt attempt, Supplier<T> change)
    {
        return admission.submit(change, refusal -> changes.recordRefusal(attempt, refusal));
    }
}
