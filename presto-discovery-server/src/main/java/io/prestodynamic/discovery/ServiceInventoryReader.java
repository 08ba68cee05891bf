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
package io.prestodynamic.discovery;

import com.google.common.collect.ImmutableList;
import io.airlift.discovery.client.ForDiscoveryClient;
import io.airlift.discovery.client.ServiceDescriptor;
import io.airlift.discovery.client.ServiceDescriptorsRepresentation;
import io.airlift.discovery.client.ServiceInventoryConfig;
import io.airlift.http.client.HttpClient;
import io.airlift.http.client.Request;
import io.airlift.json.JsonCodec;
import io.airlift.node.NodeInfo;
import jakarta.inject.Inject;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.base.Throwables.getRootCause;
import static io.airlift.http.client.JsonResponseHandler.createJsonResponseHandler;
import static io.airlift.http.client.Request.Builder.prepareGet;
import static java.util.Objects.requireNonNull;

/**
 * Reader of the service inventory, which is valid only if it has the addresses of all discovery servers.
 */
class ServiceInventoryReader
{
    private final Optional<URI> uri;
    private final NodeInfo node;
    private final JsonCodec<ServiceDescriptorsRepresentation> codec;
    private final HttpClient httpClient;

    @Inject
    ServiceInventoryReader(ServiceInventoryConfig config, NodeInfo node, JsonCodec<ServiceDescriptorsRepresentation> codec, @ForDiscoveryClient HttpClient httpClient)
    {
        uri = Optional.ofNullable(config.getServiceInventoryUri());
        this.node = requireNonNull(node, "node is null");
        this.codec = requireNonNull(codec, "codec is null");
        this.httpClient = requireNonNull(httpClient, "httpClient is null");
    }

    /**
     * Returns the discovery servers, at least one.
     *
     * @throws InvalidInventoryException if the inventory is not valid; the message names the file and the reason
     */
    List<ServiceDescriptor> readDiscoveryServers()
    {
        ServiceDescriptorsRepresentation inventory = read();
        verify(node.getEnvironment().equals(inventory.getEnvironment()), "its environment is %s, and node.environment is %s", inventory.getEnvironment(), node.getEnvironment());
        List<ServiceDescriptor> servers = inventory.getServiceDescriptors().stream()
                .filter(service -> "discovery".equals(service.getType()))
                .collect(ImmutableList.toImmutableList());
        verify(!servers.isEmpty(), "it lists no service of type discovery");
        Set<String> nodeIds = new HashSet<>();
        for (ServiceDescriptor server : servers) {
            verify(server.getNodeId() != null, "a service of type discovery has no nodeId");
            verify(nodeIds.add(server.getNodeId()), "it lists %s twice", server.getNodeId());
            String http = server.getProperties().get("http");
            verify(http != null, "%s has no property http", server.getNodeId());
            Optional<String> problem = ServerAddress.check(http);
            verify(problem.isEmpty(), "%s has an address that is none. %s", server.getNodeId(), problem.orElse(""));
        }
        return servers;
    }

    private ServiceDescriptorsRepresentation read()
    {
        verify(uri.isPresent(), "service-inventory.uri is not set");
        String scheme = String.valueOf(uri.get().getScheme());
        return switch (scheme) {
            case "file" -> readFile(Path.of(uri.get()));
            case "http", "https" -> readHttp(uri.get());
            default -> throw invalid("it begins with none of file:, http: and https:");
        };
    }

    private ServiceDescriptorsRepresentation readFile(Path file)
    {
        try {
            return codec.fromJson(Files.readAllBytes(file));
        }
        catch (NoSuchFileException e) {
            throw invalid("there is no such file");
        }
        catch (AccessDeniedException e) {
            throw invalid("permission denied");
        }
        catch (IOException e) {
            throw invalid(e.getMessage());
        }
        catch (IllegalArgumentException e) {
            throw invalid("it is not JSON of the expected form: " + firstLine(e));
        }
    }

    private ServiceDescriptorsRepresentation readHttp(URI location)
    {
        Request request = prepareGet().setUri(location).setHeader("User-Agent", node.getNodeId()).build();
        try {
            return httpClient.execute(request, createJsonResponseHandler(codec));
        }
        catch (RuntimeException e) {
            throw invalid(firstLine(e));
        }
    }

    private static String firstLine(Exception exception)
    {
        Throwable cause = getRootCause(exception);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage().lines().findFirst().orElse("");
    }

    private void verify(boolean condition, String reason, Object... arguments)
    {
        if (!condition) {
            throw invalid(reason.formatted(arguments));
        }
    }

    private InvalidInventoryException invalid(String reason)
    {
        String location = uri.map(present -> "file".equals(present.getScheme()) ? present.getPath() : present.toString()).orElse("of this server");
        return new InvalidInventoryException(location, reason);
    }
}
