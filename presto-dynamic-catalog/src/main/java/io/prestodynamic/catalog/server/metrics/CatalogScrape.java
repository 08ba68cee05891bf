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
package io.prestodynamic.catalog.server.metrics;

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.coordinator.listing.CatalogListing;
import io.prestodynamic.catalog.coordinator.listing.VisibleCatalogs;
import io.prestodynamic.catalog.monitor.metrics.CatalogMetrics;
import io.prestodynamic.catalog.monitor.metrics.Sample;
import io.prestodynamic.catalog.server.filter.Callers;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;

import java.util.List;

import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static java.util.Objects.requireNonNull;

/**
 * Metrics of the catalogs that a request may see.
 */
public class CatalogScrape
{
    private final MetricsRights rights;
    private final Callers callers;
    private final CatalogListing listing;
    private final VisibleCatalogs visible;
    private final CatalogMetrics metrics;

    @Inject
    public CatalogScrape(MetricsRights rights, Callers callers, CatalogListing listing, VisibleCatalogs visible, CatalogMetrics metrics)
    {
        this.rights = requireNonNull(rights, "rights is null");
        this.callers = requireNonNull(callers, "callers is null");
        this.listing = requireNonNull(listing, "listing is null");
        this.visible = requireNonNull(visible, "visible is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
    }

    List<Sample> read(HttpServletRequest request)
    {
        if (!rights.isLimited()) {
            return metrics.of(listing.listDynamic());
        }
        try {
            return metrics.of(visible.listDynamic(callers.identify(request)));
        }
        catch (CatalogException e) {
            // the other metrics of a standby, or of a server that starts, are wanted all the same
            if (e.getCode() != STARTING) {
                throw e;
            }
            return List.of();
        }
    }
}
