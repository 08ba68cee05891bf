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

import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.spi.Message;
import io.airlift.bootstrap.ApplicationConfigurationException;
import io.airlift.bootstrap.Bootstrap;
import io.airlift.discovery.client.Announcer;
import io.airlift.event.client.http.HttpEventModule;
import io.airlift.http.server.HttpServerModule;
import io.airlift.jaxrs.JaxrsModule;
import io.airlift.jmx.JmxModule;
import io.airlift.jmx.http.rpc.JmxHttpRpcModule;
import io.airlift.json.JsonModule;
import io.airlift.log.Logger;
import io.airlift.node.NodeModule;
import io.airlift.tracetoken.TraceTokenModule;
import io.airlift.tracing.TracingModule;
import io.prestodynamic.discovery.authentication.SharedSecretModule;
import org.weakref.jmx.guice.MBeanModule;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.base.Throwables.getCausalChain;
import static java.util.stream.Collectors.joining;

/**
 * Airlift's discovery server, with a {@linkplain ServiceInventoryModule default service inventory}, and with a {@linkplain ReplicationModule replication} that
 * completes before it answers.
 */
public final class DiscoveryServer
{
    private static final Logger log = Logger.get(DiscoveryServer.class);

    private DiscoveryServer() {}

    public static void main(String[] args)
    {
        try {
            Injector injector = new Bootstrap(
                    new MBeanModule(),
                    new NodeModule(),
                    new HttpServerModule(),
                    new JaxrsModule(),
                    new JsonModule(),
                    new JmxModule(),
                    new JmxHttpRpcModule(),
                    new SharedSecretModule(),
                    new ReplicationModule(),
                    new ServiceInventoryModule(Optional.ofNullable(System.getProperty("config")).map(Path::of)),
                    new HttpEventModule(),
                    new TraceTokenModule(),
                    new TracingModule("discovery-server", "unknown"))
                    .initialize();
            injector.getInstance(Announcer.class).start();
            log.info("======== SERVER STARTED ========");
        }
        catch (Throwable e) {
            // the operator would not find the reason in a stack trace of Guice
            explain(e).ifPresentOrElse(
                    reason -> log.error("The discovery server cannot start: %s", reason),
                    () -> log.error(e, "The discovery server cannot start"));
            System.exit(1);
        }
    }

    private static Optional<String> explain(Throwable failure)
    {
        if (failure instanceof ApplicationConfigurationException configuration) {
            return Optional.of(configuration.getErrors().stream().map(Message::getMessage).collect(joining("\n")));
        }
        Stream<Throwable> failures = failure instanceof CreationException creation ? creation.getErrorMessages().stream().map(Message::getCause).filter(Objects::nonNull) : Stream.of(failure);
        return failures
                .flatMap(cause -> getCausalChain(cause).stream())
                .filter(InvalidInventoryException.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst();
    }
}
