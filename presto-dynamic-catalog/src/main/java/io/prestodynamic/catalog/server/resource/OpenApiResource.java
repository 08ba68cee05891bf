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

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.catalog.server.filter.Callers;
import io.prestodynamic.catalog.server.representation.OpenApiDocument;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;

import java.util.function.Supplier;

import static com.google.common.base.Suppliers.memoize;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;

/**
 * Endpoint for the description of the catalog API. Its path is no name that a catalog can have.
 */
@Path("/v1/catalog/openapi.json")
@Produces(APPLICATION_JSON)
@ActiveCoordinatorOnly
public class OpenApiResource
{
    // reading it takes a tenth of a second, which a start does not need
    private final Supplier<JsonNode> document = memoize(OpenApiDocument::read);
    private final Callers callers;

    @Inject
    public OpenApiResource(Callers callers)
    {
        this.callers = requireNonNull(callers, "callers is null");
    }

    @GET
    public JsonNode get(@Context HttpServletRequest request)
    {
        // everybody may read it who may send requests
        callers.identify(request);
        return document.get();
    }
}
