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
package io.prestodynamic.harness.cluster;

import io.prestodynamic.harness.process.DiscoveryServerProcess;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

import static java.util.Objects.requireNonNull;

/**
 * A node that only announces itself to a discovery server, twice a second.
 */
public final class AnnouncedNode
        implements AutoCloseable
{
    private static final HttpClient HTTP_CLIENT = HttpClient.newHttpClient();
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final String nodeId;
    private final URI uri;
    private final UUID serviceId = UUID.randomUUID();
    private final Thread thread = new Thread(this::run, "announced-node");

    public AnnouncedNode(String nodeId, DiscoveryServerProcess server)
    {
        this.nodeId = requireNonNull(nodeId, "nodeId is null");
        uri = server.getUri().resolve("/v1/announcement/" + nodeId);
        thread.start();
    }

    @Override
    public void close()
    {
        thread.interrupt();
        try {
            thread.join();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        try {
            while (true) {
                announce();
                Thread.sleep(INTERVAL.toMillis());
            }
        }
        catch (InterruptedException e) {
            // closed
        }
    }

    private void announce()
            throws InterruptedException
    {
        String announcement = """
                {"environment": "test", "pool": "general", "location": "/%1$s", "services": [
                {"id": "%2$s", "type": "presto", "properties": {"http": "http://127.0.0.1:1"}}]}""".formatted(nodeId, serviceId);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(2))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(announcement))
                .build();
        try {
            HTTP_CLIENT.send(request, BodyHandlers.discarding());
        }
        catch (IOException e) {
            // the server is down or frozen: what it lists is what matters
        }
    }
}
