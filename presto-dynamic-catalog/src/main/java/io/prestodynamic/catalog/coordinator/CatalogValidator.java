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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.engine.CatalogValidation;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.audit.AuditLog;
import io.prestodynamic.catalog.coordinator.Admission.Limits;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogLifecycle;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.ConnectorTrial;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.masking.MaskedDefinitions;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.files.UploadedFiles.Upload;
import io.prestodynamic.catalog.files.UploadedFiles;
import org.weakref.jmx.Managed;
import org.weakref.jmx.Nested;

import javax.annotation.Nullable;
import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.INTERNAL_ERROR;
import static io.prestodynamic.catalog.audit.AuditAction.VALIDATE;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Validator of definitions on this coordinator, of which a limited number is validated at the same time. Stores nothing, informs no other node, and closes the
 * connector. Answers within the validation timeout. A connector that hangs counts towards the limit until it ends.
 */
public class CatalogValidator
{
    private static final int CONCURRENCY = 8;
    private static final int MAX_WAITING = 100;
    private static final Duration MAX_WAIT = new Duration(5, SECONDS);

    private final ChangeRights rights;
    private final StaticCatalogs staticCatalogs;
    private final CatalogRegistry registry;
    private final MaskedDefinitions maskedDefinitions;
    private final CatalogLifecycle lifecycle;
    private final LocalCatalogs localCatalogs;
    private final ConnectorTrial trial;
    private final UploadedFiles uploads;
    private final AuditLog auditLog;
    private final Admission admission = new Admission(
            "dynamic-catalog-validation",
            new Limits(CONCURRENCY, CONCURRENCY, MAX_WAITING, MAX_WAIT, new Duration(1, HOURS)),
            "The coordinator tries %s definitions at the same time, and waits for their connectors: repeat the request later".formatted(CONCURRENCY));

    @Inject
    public CatalogValidator(
            ChangeRights rights,
            StaticCatalogs staticCatalogs,
            CatalogRegistry registry,
            MaskedDefinitions maskedDefinitions,
            CatalogLifecycle lifecycle,
            LocalCatalogs localCatalogs,
            ConnectorTrial trial,
            UploadedFiles uploads,
            AuditLog auditLog)
    {
        this.rights = requireNonNull(rights, "rights is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.maskedDefinitions = requireNonNull(maskedDefinitions, "maskedDefinitions is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.trial = requireNonNull(trial, "trial is null");
        this.uploads = requireNonNull(uploads, "uploads is null");
        this.auditLog = requireNonNull(auditLog, "auditLog is null");
    }

    @PreDestroy
    public void stop()
    {
        admission.stop();
    }

    /**
     * Creates the connector, lists its schemas, and closes it. A dynamic catalog may have the same name. Masked values are taken from it.
     * @param request reads the definition; its settings do not matter
     * @return completes with a {@link CatalogException} if the definition is refused, or if too many are being validated
     */
    public CompletableFuture<CatalogValidation> validate(Caller caller, Supplier<CatalogRequest> request)
    {
        return validate(Attempt.begin(caller, VALIDATE, "validate a definition"), request, definition -> rights.checkAdd(caller, definition));
    }

    /**
     * Validates a stored definition, or what a patch makes of it, like {@link #validate}. Who may read the definition may validate it, and a patch is for those who may
     * change the catalog.
     * @param request reads the patch
     */
    public CompletableFuture<CatalogValidation> validateStored(Caller caller, CatalogName name, Supplier<DefinitionPatch> request)
    {
        return validate(
                Attempt.begin(caller, VALIDATE, "validate catalog " + name, name.value()),
                () -> getPatched(caller, name, request.get()),
                definition -> {});
    }

    private CatalogRequest getPatched(Caller caller, CatalogName name, DefinitionPatch patch)
    {
        if (patch.equals(DefinitionPatch.NOTHING)) {
            rights.checkRead(caller, name.value());
        }
        else {
            rights.checkPatch(caller, name.value(), patch);
        }
        staticCatalogs.checkNotStatic(name.value());
        return registry.getStored(name.value())
                .map(stored -> CatalogPatch.of(patch).apply(stored.definition(), stored.settings()))
                .orElseThrow(() -> new CatalogException(CATALOG_NOT_FOUND, "There is no catalog %s".formatted(name)));
    }

    /**
     * @param check refuses a caller without the right to validate the definition
     */
    private CompletableFuture<CatalogValidation> validate(Attempt begun, Supplier<CatalogRequest> request, Consumer<CatalogDefinition> check)
    {
        CompletableFuture<CatalogValidation> answer = new CompletableFuture<>();
        AtomicReference<Attempt> attempt = new AtomicReference<>(begun);
        // completes after the refusal is recorded
        CompletableFuture<CatalogValidation> audited = answer.whenComplete((validation, failure) -> audit(attempt.get(), validation, failure));
        admission.submit(() -> {
            CatalogRequest requested = request.get();
            attempt.set(attempt.get().with(requested, "validate catalog " + requested.definition().name()));
            check.accept(requested.definition());
            return validate(requested, answer);
        }, refusal -> {})
                .whenComplete((validation, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    }
                });
        return audited;
    }

    private void audit(Attempt attempt, @Nullable CatalogValidation validation, @Nullable Throwable failure)
    {
        if (failure instanceof CatalogException refusal) {
            auditLog.record(attempt.refused(refusal));
        }
        else if (failure != null) {
            auditLog.record(attempt.ended(Optional.empty(), INTERNAL_ERROR.name(), Optional.of(failure.getClass().getSimpleName())));
        }
        else {
            auditLog.record(attempt.ended(Optional.empty(), validation.error().isPresent() ? "INVALID" : "VALID", validation.error()));
        }
    }

    @Managed
    @Nested
    public Admission getValidations()
    {
        return admission;
    }

    /**
     * @param answer completed at the timeout, even if the connector still hangs
     */
    private CatalogValidation validate(CatalogRequest request, CompletableFuture<CatalogValidation> answer)
    {
        CatalogDefinition definition = maskedDefinitions.reveal(request).definition();
        staticCatalogs.checkNotStatic(definition.name().value());
        lifecycle.checkDefinition(definition);
        CatalogVersion version = new CatalogVersion(definition, trialVersion(), Instant.now());
        try (Upload ignored = uploads.hold(request.files().contents())) {
            return trial.run(version, answer);
        }
        finally {
            lifecycle.discard(version.connectorId());
            localCatalogs.whenClosed(version.connectorId()).join();
        }
    }

    // stores never assign number 0
    private static String trialVersion()
    {
        return "0-%016x".formatted(ThreadLocalRandom.current().nextLong());
    }
}
