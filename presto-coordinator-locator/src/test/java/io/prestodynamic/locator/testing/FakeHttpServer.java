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

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ENGLISH;

/**
 * HTTP server on the loopback address with a configurable behavior, which can be stopped and restarted at the same port.
 */
public abstract class FakeHttpServer
        implements AutoCloseable
{
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger port = new AtomicInteger();
    private Behavior behavior = Behavior.NORMAL;
    private ServerSocket serverSocket;
    private Thread acceptor;

    FakeHttpServer()
    {
        start();
    }

    /**
     * Returns the response of a server that behaves.
     */
    abstract Response answer(Request request);

    public final URI uri()
    {
        return URI.create("http://127.0.0.1:" + port.get());
    }

    /**
     * Returns all requests that were read, answered or not.
     */
    public final List<Request> requests()
    {
        return List.copyOf(requests);
    }

    public final synchronized void behave(Behavior behavior)
    {
        this.behavior = behavior;
        notifyAll();
    }

    public final synchronized void start()
    {
        try {
            serverSocket = new ServerSocket();
            serverSocket.setReuseAddress(true);
            serverSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.get()));
            port.set(serverSocket.getLocalPort());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket socket = serverSocket;
        acceptor = inBackground("accept", () -> accept(socket));
    }

    /**
     * Stops like a killed process.
     */
    public final synchronized void stop()
    {
        closeQuietly(serverSocket);
        try {
            // until then the system accepts connections
            acceptor.join();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(FakeHttpServer::closeQuietly);
        notifyAll();
    }

    @Override
    public final void close()
    {
        stop();
    }

    private void accept(ServerSocket socket)
    {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                inBackground("answer", () -> serve(connection));
            }
            catch (IOException e) {
                // stopped
                return;
            }
        }
    }

    private void serve(Socket connection)
    {
        try (connection) {
            Request request = read(connection.getInputStream());
            requests.add(request);
            respond(connection, request);
        }
        catch (IOException e) {
            // the client has disconnected, or this server was stopped
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        finally {
            connections.remove(connection);
        }
    }

    private void respond(Socket connection, Request request)
            throws IOException, InterruptedException
    {
        OutputStream out = connection.getOutputStream();
        switch (behaviorWhenNotHanging(connection)) {
            case NORMAL -> write(out, answer(request));
            case NOT_JSON -> write(out, new Response(200, "<html>Welcome</html>"));
            case WRONG_JSON -> write(out, new Response(200, "[{\"services\": 7}, null]"));
            case DEEP_JSON -> write(out, new Response(200, "[".repeat(100_000)));
            case STATUS_500 -> write(out, new Response(500, "{}"));
            case ENDLESS -> writeForEver(out);
            case SILENT, HANGING -> {}
        }
    }

    private synchronized Behavior behaviorWhenNotHanging(Socket connection)
            throws InterruptedException
    {
        while (behavior == Behavior.HANGING && !connection.isClosed()) {
            wait();
        }
        return behavior;
    }

    private static Request read(InputStream socketInput)
            throws IOException
    {
        InputStream in = new BufferedInputStream(socketInput);
        String requestLine = readLine(in);
        int length = 0;
        for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
            if (header.toLowerCase(ENGLISH).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        String[] parts = requestLine.split(" ");
        return new Request(parts[0], parts[1], new String(in.readNBytes(length), UTF_8));
    }

    private static String readLine(InputStream in)
            throws IOException
    {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next == -1) {
                throw new IOException("The connection was closed");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static void write(OutputStream out, Response response)
            throws IOException
    {
        byte[] body = response.body().getBytes(UTF_8);
        out.write("HTTP/1.1 %s Status\r\nContent-Type: application/json\r\nContent-Length: %s\r\nConnection: close\r\n\r\n"
                .formatted(response.status(), body.length)
                .getBytes(ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private static void writeForEver(OutputStream out)
            throws IOException
    {
        out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"services\": [".getBytes(ISO_8859_1));
        byte[] block = "{},".repeat(10_000).getBytes(ISO_8859_1);
        while (true) {
            out.write(block);
        }
    }

    private static Thread inBackground(String name, Runnable task)
    {
        Thread thread = new Thread(task, "fake-server-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void closeQuietly(AutoCloseable closeable)
    {
        try {
            closeable.close();
        }
        catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param target path and query
     */
    public record Request(String method, String target, String body)
    {
    }

    record Response(int status, String body)
    {
    }
}
