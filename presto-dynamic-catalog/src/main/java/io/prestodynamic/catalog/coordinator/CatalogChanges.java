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
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.audit.AuditLog;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainMode;

import javax.inject.Inject;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.ADDED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REMOVED;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

/**
 * Service for changes, which counts, times, logs and audits each one, including those that are refused. Log lines contain no property values.
 */
public class CatalogChanges
{
    private static final Logger log = Logger.get(CatalogChanges.class);

    private final DynamicCatalogStore catalogs;
    private final CatalogAccessControl accessControl;
    private final CatalogChangeStats stats;
    private final AuditLog auditLog;

    @Inject
    public CatalogChanges(DynamicCatalogStore catalogs, CatalogAccessControl accessControl, CatalogChangeStats stats, AuditLog auditLog)
    {
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
        this.stats = requireNonNull(stats, "stats is null");
        this.auditLog = requireNonNull(auditLog, "auditLog is null");
    }

    /**
     * @param request what reads the definition; a request that it refuses is a change that was refused
     * @see DynamicCatalogStore#add
     */
    public CatalogInfo add(Caller caller, Supplier<CatalogRequest> request)
    {
        Attempt attempt = Attempt.begin(caller, AuditAction.ADD, "add a catalog");
        CatalogRequest read = run(attempt, request);
        return change(attempt.with(read, "add catalog " + read.definition().name()), () -> new ChangeResult(ADDED, catalogs.add(caller, read))).catalog();
    }

    /**
     * @see DynamicCatalogStore#addIfAbsent
     */
    public ChangeResult addIfAbsent(Caller caller, CatalogRequest request)
    {
        String description = "add catalog " + request.definition().name();
        return change(Attempt.begin(caller, AuditAction.ADD, description).with(request, description), () -> catalogs.addIfAbsent(caller, request));
    }

    /**
     * @param request what reads the definition; a request that it refuses is a change that was refused
     * @see DynamicCatalogStore#put
     */
    public ChangeResult put(Caller caller, VersionCondition condition, String name, Supplier<CatalogRequest> request)
    {
        Attempt attempt = Attempt.begin(caller, AuditAction.PUT, "put catalog " + name, name);
        CatalogRequest read = run(attempt, request);
        return change(attempt.with(read, "put catalog " + read.definition().name()), () -> catalogs.put(caller, condition, read));
    }

    /**
     * @param request what reads the patch; a request that it refuses is a change that was refused
     * @see DynamicCatalogStore#patch
     */
    public ChangeResult patch(Caller caller, VersionCondition condition, CatalogName name, Supplier<CatalogPatch> request)
    {
        Attempt attempt = Attempt.begin(caller, AuditAction.PATCH, "patch catalog " + name, name.value());
        CatalogPatch patch = run(attempt, request);
        return change(attempt.with(patch.definition()), () -> catalogs.patch(caller, condition, name, patch));
    }

    /**
     * @see DynamicCatalogStore#restore
     */
    public ChangeResult restore(Caller caller, VersionCondition condition, CatalogName name, String version)
    {
        return change(Attempt.begin(caller, AuditAction.RESTORE, "restore catalog " + name, name.value()), () -> catalogs.restore(caller, condition, name, version));
    }

    /**
     * @see DynamicCatalogStore#storeAgain
     */
    ChangeResult storeAgain(Caller caller, CatalogName name)
    {
        return change(Attempt.begin(caller, AuditAction.REKEY, "store catalog %s again".formatted(name), name.value()), () -> catalogs.storeAgain(caller, name));
    }

    /**
     * @see DynamicCatalogStore#remove
     */
    public CatalogInfo remove(Caller caller, VersionCondition condition, String name, Supplier<DrainMode> mode)
    {
        Attempt attempt = Attempt.begin(caller, AuditAction.DELETE, "delete catalog " + name, name);
        return change(attempt, () -> new ChangeResult(REMOVED, catalogs.remove(caller, condition, name, mode.get()))).catalog();
    }

    private ChangeResult change(Attempt attempt, Supplier<ChangeResult> change)
    {
        return record(attempt, run(attempt, change));
    }

    private <T> T run(Attempt attempt, Supplier<T> action)
    {
        try {
            return action.get();
        }
        catch (CatalogException e) {
            recordRefusal(attempt, e);
            throw e;
        }
        // the cause is logged when the request is answered
        catch (RuntimeException e) {
            stats.recordFailure();
            auditLog.record(attempt.failed(e));
            log.info("Failed to %s in %s: %s", line(attempt.description()), Duration.nanosSince(attempt.start()), e.getClass().getSimpleName());
            throw e;
        }
    }

    /**
     * Records the refusal of a request.
     */
    public void recordRefusal(Attempt attempt, CatalogException refusal)
    {
        stats.recordRefusal(refusal.getCode());
        auditLog.record(attempt.refused(refusal));
        log.info("Refused to %s in %s: %s: %s", line(attempt.description()), Duration.nanosSince(attempt.start()), refusal.getCode(), line(refusal.getMessage()));
    }

    private ChangeResult record(Attempt attempt, ChangeResult change)
    {
        Duration time = Duration.nanosSince(attempt.start());
        stats.recordChange(change.outcome(), time);
        CatalogInfo catalog = change.catalog();
        auditLog.record(attempt.succeeded(change.outcome().name(), catalog));
        log.info("%s catalog %s version %s (connector %s) in %s: %s",
                verb(change.outcome()),
                catalog.catalogName(),
                catalog.version().orElse("unknown"),
                line(catalog.connectorName().orElse("unknown")),
                time,
                line(change.outcome() == REMOVED ? describeRemoved(catalog) : describe(catalog, node -> true)));
        return new ChangeResult(change.outcome(), accessControl.limit(attempt.caller(), catalog));
    }

    private static String verb(ChangeResult.Outcome outcome)
    {
        return switch (outcome) {
            case ADDED -> "Added";
            case REPLACED -> "Replaced";
            case RESTORED -> "Restored";
            case ENABLED -> "Enabled";
            case DISABLED -> "Disabled";
            case DESCRIBED -> "Described";
            case UNCHANGED -> "Left unchanged";
            case REMOVED -> "Deleted";
        };
    }

    // the other nodes close the version later
    private static String describeRemoved(CatalogInfo catalog)
    {
        String queries = catalog.state() == DRAINING ? " for %s queries".formatted(catalog.queries()) : "";
        return describe(catalog, node -> node.state() == NodeState.UNREACHABLE).replaceFirst("^" + catalog.state(), "$0" + queries);
    }

    private static String describe(CatalogInfo catalog, Predicate<NodeInfo> shown)
    {
        Map<NodeState, String> nodes = catalog.nodes().stream()
                .filter(shown)
                .collect(groupingBy(NodeInfo::state, TreeMap::new, mapping(NodeInfo::nodeId, joining(", "))));
        return catalog.state() + nodes.entrySet().stream()
                .map(state -> "; %s on %s".formatted(state.getKey(), state.getValue()))
                .collect(joining());
    }
}
