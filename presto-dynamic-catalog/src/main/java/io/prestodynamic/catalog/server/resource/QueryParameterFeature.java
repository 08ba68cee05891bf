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
package io.prestodynamic.catalog.server.resource;

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogException;

import javax.ws.rs.QueryParam;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.DynamicFeature;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.FeatureContext;
import javax.ws.rs.ext.Provider;

import java.lang.reflect.Parameter;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.server.request.JsonDocument.shorten;
import static java.util.Objects.requireNonNull;

/**
 * Feature that refuses query parameters of the catalog API that are unknown, or occur twice. Otherwise a misspelled {@code force} would be ignored, and the delete would
 * wait for queries.
 */
@Provider
public class QueryParameterFeature
        implements DynamicFeature
{
    private static final Set<Class<?>> RESOURCES = ImmutableSet.of(
            CatalogResource.class,
            CatalogHistoryResource.class,
            CatalogTransferResource.class,
            RekeyResource.class,
            ConnectorResource.class,
            RightsResource.class,
            CatalogQueriesResource.class,
            OpenApiResource.class);

    @Override
    public void configure(ResourceInfo resource, FeatureContext context)
    {
        if (RESOURCES.contains(resource.getResourceClass())) {
            context.register(new ParameterCheck(Stream.of(resource.getResourceMethod().getParameters())
                    .map(QueryParameterFeature::name)
                    .flatMap(Optional::stream)
                    .collect(toImmutableSet())));
        }
    }

    private static Optional<String> name(Parameter parameter)
    {
        return Optional.ofNullable(parameter.getAnnotation(QueryParam.class)).map(QueryParam::value);
    }

    private static class ParameterCheck
            implements ContainerRequestFilter
    {
        private final Set<String> known;

        private ParameterCheck(Set<String> known)
        {
            this.known = requireNonNull(known, "known is null");
        }

        @Override
        public void filter(ContainerRequestContext request)
        {
            request.getUriInfo().getQueryParameters().forEach((name, values) -> {
                if (!known.contains(name)) {
                    String parameters = known.isEmpty() ? "no parameters" : String.join(", ", known);
                    throw new CatalogException(INVALID_REQUEST, "Parameter '%s' is unknown; this request takes %s".formatted(shorten(name), parameters));
                }
                if (values.size() > 1) {
                    throw new CatalogException(INVALID_REQUEST, "Parameter '%s' occurs more than once".formatted(name));
                }
            });
        }
    }
}
