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
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.CatalogAccessControl.Decision;
import io.prestodynamic.catalog.access.CatalogRight;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.audit.AuditLog;
import io.prestodynamic.catalog.coordinator.change.CatalogImport;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.ImportMode;
import io.prestodynamic.catalog.coordinator.change.ImportOptions;
import io.prestodynamic.catalog.coordinator.change.RequestedFile;
import io.prestodynamic.catalog.coordinator.change.RequestedFiles;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.StoredEntry;
import io.prestodynamic.catalog.engine.configuration.CatalogMasks;
import io.prestodynamic.catalog.files.NodeFiles;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.StoredCatalogs;

import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.CatalogRight.EXPORT;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static io.prestodynamic.catalog.audit.AuditAction.EXPORT_SECRETS;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REMOVED;
import static io.prestodynamic.catalog.coordinator.change.ImportMode.REPLACE;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.catalog.history.ChangeSource.IMPORT;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;

/**
 * Export of all definitions of the store, and import of many. Each is imported like a single change, several at the same time.
 */
@ThreadSafe
public class CatalogTransfer
{
    private static final Logger log = Logger.get(CatalogTransfer.class);

    private final CatalogStore store;
    private final CatalogChanges changes;
    private final BulkChanges bulkChanges;
    private final ImportPlanner planner;
    private final CatalogRegistry registry;
    private final DynamicCatalogStore catalogs;
    private final CatalogAccessControl accessControl;
    private final CatalogMasks masks;
    private final NodeFiles files;
    private final AuditLog auditLog;
    private final boolean exportSecrets;

    @Inject
    public CatalogTransfer(
            CatalogStore store,
            CatalogChanges changes,
            BulkChanges bulkChanges,
            ImportPlanner planner,
            CatalogRegistry registry,
            DynamicCatalogStore catalogs,
            CatalogAccessControl accessControl,
            CatalogMasks masks,
            NodeFiles files,
            AuditLog auditLog,
            DynamicCatalogConfig config)
    {
        this.store = requireNonNull(store, "store is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.bulkChanges = requireNonNull(bulkChanges, "bulkChanges is null");
        this.planner = requireNonNull(planner, "planner is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
        this.masks = requireNonNull(masks, "masks is null");
        this.files = requireNonNull(files, "files is null");
        this.auditLog = requireNonNull(auditLog, "auditLog is null");
        this.exportSecrets = config.isExportSecrets();
    }

    /**
     * Returns the content of the store that the caller may read, with secrets masked.
     * @throws CatalogException with {@code FORBIDDEN} if the caller may read no catalog
     */
    public CatalogExport exportMasked(Caller caller)
    {
        accessControl.checkAny(caller, READ, "export catalogs");
        StoredCatalogs stored = store.list();
        return export(stored, decide(caller, stored), EnumSet.of(READ), masks::mask, RequestedFile::stored);
    }

    /**
     * Returns the content of the store that the caller may read, including secrets and the contents of files.
     * @throws CatalogException with {@code FORBIDDEN} if the configuration does not allow it, or if the caller may read a catalog and not export it
     */
    public CatalogExport exportWithSecrets(Caller caller)
    {
        Attempt attempt = Attempt.begin(caller, EXPORT_SECRETS, "export catalogs with their secrets");
        try {
            CatalogExport export = tryExportWithSecrets(caller);
            auditLog.record(attempt.ended(Optional.empty(), "EXPORTED", Optional.of("%s definitions".formatted(export.catalogs().size()))));
            return export;
        }
        catch (CatalogException e) {
            auditLog.record(attempt.refused(e));
            throw e;
        }
    }

    private CatalogExport tryExportWithSecrets(Caller caller)
    {
        accessControl.checkAny(caller, EXPORT, "export catalogs with their secrets");
        if (!exportSecrets) {
            throw new CatalogException(
                    FORBIDDEN,
                    "Secrets are exported only where dynamic-catalog.export-secrets=true is in the coordinator's etc/config.properties; without secrets=true they are masked");
        }
        StoredCatalogs stored = store.list();
        Decision rights = decide(caller, stored);
        CatalogExport export = export(stored, rights, EnumSet.of(READ, EXPORT), definition -> {
            if (!allows(rights, EXPORT, definition)) {
                // what is left out of a copy would be missed only when it is needed
                throw rights.forbidden("export catalog %s with its secrets".formatted(definition.name()));
            }
            return definition;
        }, sha256 -> RequestedFile.of(files.read(sha256)));
        log.info("Exported %s catalog definitions with their secrets", export.catalogs().size());
        return export;
    }

    /**
     * Imports catalogs with different names. A refused one does not affect the others. But if the store fails, the remaining ones are not tried, and if one is refused,
     * nothing is deleted. Blocks until all are done.
     *
     * @return the outcomes in the order of the requests, followed by those of deleted catalogs
     * @throws CatalogException with {@code FORBIDDEN} if the caller may change no catalog, or with {@code INVALID_REQUEST} if a definition has a mask for which nothing is
     * stored; then none is imported
     */
    public List<CatalogImport> importAll(Caller caller, List<CatalogRequest> requests, ImportOptions options)
    {
        accessControl.checkAny(caller, CHANGE, "import catalogs");
        List<CatalogDefinition> definitions = requests.stream().map(CatalogRequest::definition).toList();
        Decision rights = accessControl.decide(caller, definitions.stream().map(definition -> definition.name().value()).collect(toImmutableSet()));
        // the others are refused one by one, with an answer that does not depend on what is stored
        catalogs.checkMasks(requests.stream().filter(request -> allows(rights, CHANGE, request.definition())).toList());
        if (options.dryRun()) {
            catalogs.checkStarted();
        }
        long start = System.nanoTime();
        Caller importer = caller.withSource(IMPORT);
        List<String> others = options.prune() ? listOthers(caller, definitions) : List.of();
        List<CatalogImport> imported = options.dryRun() ?
                requests.stream().map(request -> planner.planImport(importer, request, options.mode())).toList() :
                importAll(importer, requests, options.mode());
        List<CatalogImport> deleted = imported.stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .findFirst()
                .map(refusal -> others.stream().map(name -> kept(name, refusal)).toList())
                .orElseGet(() -> options.dryRun() ?
                        others.stream().map(name -> planner.planDeletion(importer, name)).toList() :
                        bulkChanges.make(others, identity(), name -> new ChangeResult(REMOVED, changes.remove(importer, VersionCondition.NONE, name, () -> FINISH_QUERIES))));
        List<CatalogImport> outcomes = ImmutableList.<CatalogImport>builder().addAll(imported).addAll(deleted).build();
        if (options.dryRun()) {
            Attempt attempt = Attempt.begin(importer, AuditAction.IMPORT, "plan an import");
            auditLog.record(attempt.ended(Optional.empty(), "PLANNED", Optional.of("%s definitions".formatted(requests.size()))));
        }
        else {
            log.info("Imported %s catalog definitions and deleted %s catalogs in %s, refused %s",
                    countAccepted(imported), countAccepted(deleted), Duration.nanosSince(start), outcomes.size() - countAccepted(outcomes));
        }
        return outcomes;
    }

    private List<CatalogImport> importAll(Caller importer, List<CatalogRequest> requests, ImportMode mode)
    {
        return bulkChanges.make(requests, request -> request.definition().name().value(), request ->
                mode == REPLACE ? changes.put(importer, VersionCondition.NONE, request.definition().name().value(), () -> request) : changes.addIfAbsent(importer, request));
    }

    /**
     * Returns the stored catalogs that the caller may change and that are not imported.
     */
    private List<String> listOthers(Caller caller, List<CatalogDefinition> definitions)
    {
        Set<String> imported = definitions.stream().map(definition -> definition.name().value()).collect(toImmutableSet());
        Set<String> others = Sets.difference(registry.getStoredNames(), imported).immutableCopy();
        Decision rights = accessControl.decide(caller, others);
        return others.stream()
                .flatMap(name -> registry.getStored(name).stream())
                .filter(stored -> rights.allows(CHANGE, stored.name(), Optional.of(stored.connectorName())))
                .map(StoredEntry::name)
                .toList();
    }

    private static long countAccepted(List<CatalogImport> outcomes)
    {
        return outcomes.stream().filter(outcome -> outcome.outcome().isPresent()).count();
    }

    private static CatalogImport kept(String name, CatalogException refusal)
    {
        return CatalogImport.refused(name, new CatalogException(refusal.getCode(), "Catalog %s was not deleted, because another one was refused".formatted(name)));
    }

    private Decision decide(Caller caller, StoredCatalogs stored)
    {
        return accessControl.decide(caller, Stream.concat(
                stored.versions().stream().map(version -> version.name().value()),
                stored.broken().stream().map(BrokenCatalog::name))
                .collect(toImmutableSet()));
    }

    private static boolean allows(Decision rights, CatalogRight right, CatalogDefinition definition)
    {
        return rights.allows(right, definition.name().value(), Optional.of(definition.connectorName()));
    }

    /**
     * @param shown rights of which the caller needs one for a catalog to be in the export
     * @param file makes a file of an import from its SHA-256
     */
    private static CatalogExport export(
            StoredCatalogs stored,
            Decision rights,
            Set<CatalogRight> shown,
            UnaryOperator<CatalogDefinition> view,
            Function<String, RequestedFile> file)
    {
        return new CatalogExport(
                stored.versions().stream()
                        .map(CatalogVersion::definition)
                        .filter(definition -> shown.stream().anyMatch(right -> allows(rights, right, definition)))
                        .sorted(comparing(CatalogDefinition::name))
                        .map(definition -> new CatalogRequest(
                                view.apply(definition),
                                stored.settings().getOrDefault(definition.name().value(), CatalogSettings.DEFAULT),
                                new RequestedFiles(Maps.transformValues(definition.files().digests(), digest -> file.apply(digest.sha256())))))
                        .toList(),
                stored.broken().stream()
                        .filter(broken -> shown.stream().anyMatch(right -> rights.allows(right, broken.name(), Optional.of(broken.connectorName()))))
                        .toList());
    }
}
