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
package io.prestodynamic.locator;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import static io.prestodynamic.locator.CoordinatorTransport.HTTP;
import static io.prestodynamic.locator.CoordinatorTransport.HTTPS;
import static java.util.Objects.requireNonNull;

final class DiscoveryClient
{
    private static final int OK = 200;

    private final LocatorHttpClient httpClient;

    DiscoveryClient(LocatorHttpClient httpClient)
    {
        this.httpClient = requireNonNull(httpClient, "httpClient is null");
    }

    /**
     * @throws IOException if the server does not answer like a discovery server; the message has the reason without its name
     */
    List<Announcement> ask(URI server)
            throws IOException, InterruptedException
    {
        LocatorHttpClient.Response response = httpClient.get(server.resolve("/v1/service/presto-coordinator"));
        if (response.status() != OK) {
            throw new IOException("answered with status " + response.status());
        }
        JsonNode root = JsonResponse.parse(response.body());
        String environment = JsonResponse.text(root, "environment");
        JsonNode services = root.path("services");
        if (environment.isEmpty() || !services.isArray()) {
            throw new IOException("did not answer with a list of services");
        }
        List<Announcement> announcements = new ArrayList<>();
        for (JsonNode service : services) {
            JsonNode properties = service.path("properties");
            announcements.add(new Announcement(
                    JsonResponse.text(service, "nodeId"),
                    environment,
                    JsonResponse.text(properties, HTTP.scheme()),
                    JsonResponse.text(properties, HTTPS.scheme())));
        }
        return announcements;
    }
}
