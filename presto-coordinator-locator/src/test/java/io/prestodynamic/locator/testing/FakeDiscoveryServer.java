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
package io.prestodynamic.locator.testing;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import static java.util.stream.Collectors.joining;

/**
 * Discovery server with the announcements of a test.
 */
public final class FakeDiscoveryServer
        extends FakeHttpServer
{
    private final Map<String, Map<String, String>> announced = new ConcurrentSkipListMap<>();
    private volatile String environment = "test";

    public void setEnvironment(String environment)
    {
        this.environment = environment;
    }

    public FakeDiscoveryServer announce(String nodeId, URI http)
    {
        return announce(nodeId, Map.of("http", http.toString(), "http-external", "http://coordinator.invalid:8080"));
    }

    public FakeDiscoveryServer announce(String nodeId, Map<String, String> properties)
    {
        announced.put(nodeId, properties);
        return this;
    }

    public void withdraw(String nodeId)
    {
        announced.remove(nodeId);
    }

    @Override
    Response answer(Request request)
    {
        if (!request.target().equals("/v1/service/presto-coordinator")) {
            return new Response(404, "");
        }
        String services = announced.entrySet().stream()
                .map(service -> """
                        {"id": "%1$s-id", "nodeId": "%1$s", "type": "presto-coordinator", "pool": "general", "location": "/%1$s", "properties": {%2$s}}"""
                        .formatted(service.getKey(), format(service.getValue())))
                .collect(joining(","));
        return new Response(200, "{\"environment\": \"%s\", \"services\": [%s]}".formatted(environment, services));
    }

    private static String format(Map<String, String> properties)
    {
        return properties.entrySet().stream()
                .map(property -> "\"%s\": \"%s\"".formatted(property.getKey(), property.getValue()))
                .collect(joining(","));
    }
}
