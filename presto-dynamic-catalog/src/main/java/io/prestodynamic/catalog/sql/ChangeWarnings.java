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
import com.facebook.presto.spi.WarningCode;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;

import java.util.Optional;

import static java.util.stream.Collectors.joining;

/**
 * Warnings of statements that have changed a catalog, with what an answer over HTTP says in its states.
 */
final class ChangeWarnings
{
    // Presto's own codes are less
    private static final int FIRST_CODE = 0x0B00_0000;
    static final WarningCode CATALOG_NOT_READY = new WarningCode(FIRST_CODE, "CATALOG_NOT_READY");
    static final WarningCode CATALOG_IN_USE = new WarningCode(FIRST_CODE + 1, "CATALOG_IN_USE");

    private ChangeWarnings() {}

    static Optional<PrestoWarning> of(CatalogInfo catalog)
    {
        return switch (catalog.state()) {
            case DELETED -> Optional.empty();
            case DRAINING -> Optional.of(inUse(catalog, "deleted"));
            case DISABLED -> catalog.queries() > 0 ? Optional.of(inUse(catalog, "disabled")) : Optional.empty();
            case ACTIVE, PENDING, FAILED -> ofStored(catalog);
        };
    }

    private static PrestoWarning inUse(CatalogInfo catalog, String change)
    {
        return new PrestoWarning(CATALOG_IN_USE, "Catalog %s is %s, and %s running queries still use it".formatted(catalog.catalogName(), change, catalog.queries()));
    }

    private static Optional<PrestoWarning> ofStored(CatalogInfo catalog)
    {
        String nodes = catalog.nodes().stream()
                .filter(node -> node.state() != NodeState.LOADED)
                .map(ChangeWarnings::describe)
                .collect(joining("; "));
        String where = nodes.isEmpty() ? "" : "; not ready: " + nodes;
        if (catalog.state() != CatalogState.ACTIVE) {
            return Optional.of(warning("Catalog %s is stored, and no node can run queries on it yet%s%s".formatted(
                    catalog.catalogName(),
                    catalog.error().map(error -> " (%s)".formatted(error)).orElse(""),
                    where)));
        }
        return nodes.isEmpty() ? Optional.empty() : Optional.of(warning("Some nodes cannot run queries on catalog %s yet%s".formatted(catalog.catalogName(), where)));
    }

    private static PrestoWarning warning(String message)
    {
        return new PrestoWarning(CATALOG_NOT_READY, message);
    }

    private static String describe(NodeInfo node)
    {
        return "%s is %s%s".formatted(node.nodeId(), node.state(), node.error().map(error -> " (%s)".formatted(error)).orElse(""));
    }
}
