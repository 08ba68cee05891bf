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
package io.prestodynamic.catalog.sql;

import com.facebook.presto.spi.PrestoWarning;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.engine.CatalogValidation;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.CatalogChanges;
import io.prestodynamic.catalog.coordinator.CatalogValidator;
import io.prestodynamic.catalog.coordinator.ChangeAdmission;
import io.prestodynamic.catalog.sql.parser.ValidateCatalog;

import javax.inject.Inject;
import javax.inject.Provider;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static java.util.Objects.requireNonNull;

public class ValidateCatalogTask
        extends CatalogTask<ValidateCatalog>
{
    private final Provider<CatalogValidator> validator;

    @Inject
    public ValidateCatalogTask(StatementCallers callers, Provider<CatalogChanges> changes, Provider<ChangeAdmission> admission, Provider<CatalogValidator> validator)
    {
        super(callers, changes, admission);
        this.validator = requireNonNull(validator, "validator is null");
    }

    @Override
    public String getName()
    {
        return "validate_catalog";
    }

    @Override
    CompletableFuture<Optional<PrestoWarning>> begin(ChangeAdmission admission, Caller caller, ValidateCatalog statement)
    {
        return validate(admission, caller, statement).thenApply(validation -> {
            validation.error().ifPresent(error -> {
                throw new CatalogException(INVALID_CONFIGURATION, error);
            });
            return Optional.empty();
        });
    }

    private CompletableFuture<CatalogValidation> validate(ChangeAdmission admission, Caller caller, ValidateCatalog statement)
    {
        if (statement.isStored()) {
            return validator.get().validateStored(caller, statement.toCatalogName(), statement::toPatch);
        }
        admission.checkRights(caller);
        return validator.get().validate(caller, statement::toRequest);
    }

    @Override
    boolean accepts(ValidateCatalog statement, CatalogErrorCode refusal)
    {
        return false;
    }
}
