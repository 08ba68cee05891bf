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
package io.prestodynamic.harness.process;

import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * nginx with the shipped configuration, in front of discovery servers.
 */
public class NginxProcess
        implements AutoCloseable
{
    private final Path directory;
    private final int port;
    private final Process process;

    /**
     * Starts nginx, and waits until it listens.
     */
    public NginxProcess(Path directory, List<URI> discoveryServers)
    {
        this.directory = directory;
        port = FreePorts.find(1).get(0);
        try {
            Files.createDirectories(directory);
            String shipped = Files.readString(Path.of("..", "etc", "nginx", "presto-discovery.conf"))
                    .replace("127.0.0.1:8411", discoveryServers.get(0).getAuthority())
                    .replace("127.0.0.1:8412", discoveryServers.get(1).getAuthority())
                    .replace("listen 8410", "listen 127.0.0.1:" + port);
            Path configuration = Files.writeString(directory.resolve("nginx.conf"), """
                    daemon off;
                    master_process off;
                    pid nginx.pid;
                    error_log stderr;
                    events {}
                    http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    %s
                    }
                    """.formatted(shipped));
            process = new ProcessBuilder("nginx", "-p", directory.toString(), "-e", "stderr", "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Conditions.await("nginx listens", Duration.ofSeconds(30), this::listens);
    }

    public URI getUri()
    {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close()
    {
        process.destroyForcibly().onExit().join();
    }

    private boolean listens()
    {
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx has ended: " + new ServerLog(log()).lastLines(20));
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        }
        catch (IOException e) {
            return false;
        }
    }

    private Path log()
    {
        return directory.resolve("nginx.log");
    }
}
