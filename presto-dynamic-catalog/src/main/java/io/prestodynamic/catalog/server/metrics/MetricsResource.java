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

import io.prestodynamic.catalog.monitor.metrics.MetricFamilies;
import io.prestodynamic.catalog.monitor.metrics.Sample;
import io.prestodynamic.catalog.monitor.metrics.ServerMetrics;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static io.prometheus.metrics.config.EscapingScheme.UNDERSCORE_ESCAPING;
import static java.util.Objects.requireNonNull;

/**
 * Endpoint for the metrics of this node in the text format of Prometheus. Standby coordinators answer as well.
 */
@Path(MetricsRights.PATH)
public class MetricsResource
{
    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

    private final MetricsRights rights;
    private final ServerMetrics serverMetrics;
    private final Optional<CatalogScrape> catalogs;

    /**
     * @param catalogs on a coordinator
     */
    @Inject
    public MetricsResource(MetricsRights rights, ServerMetrics serverMetrics, Optional<CatalogScrape> catalogs)
    {
        this.rights = requireNonNull(rights, "rights is null");
        this.serverMetrics = requireNonNull(serverMetrics, "serverMetrics is null");
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
    }

    @GET
    public Response get(@Context HttpServletRequest request)
    {
        rights.check(request);
        List<Sample> samples = new ArrayList<>(serverMetrics.read());
        catalogs.ifPresent(scrape -> samples.addAll(scrape.read(request)));
        MetricSnapshots snapshots = MetricFamilies.of(samples);
        return Response.ok((StreamingOutput) output -> WRITER.write(output, snapshots, UNDERSCORE_ESCAPING), WRITER.getContentType()).build();
    }
}
