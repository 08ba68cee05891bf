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
package io.prestodynamic.testing;

import com.google.common.util.concurrent.Uninterruptibles;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ENGLISH;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * A network between a client and a server on this machine, that fails when a test wants it to.
 */
public final class TestingTcpProxy
        implements Closeable
{
    public enum Cut
    {
        /**
         * The server does not get the request.
         */
        BEFORE_REQUEST,

        /**
         * The server has done what the request says, and the client does not get the answer.
         */
        BEFORE_ANSWER,
    }

    private final ServerSocket listener;
    private final int serverPort;
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("testing-tcp-proxy-%s"));
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Trap>> trap = new AtomicReference<>(Optional.empty());
    private volatile boolean refusing;
    private volatile CountDownLatch held = new CountDownLatch(0);

    public TestingTcpProxy(int serverPort)
    {
        this.serverPort = serverPort;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        executor.execute(this::accept);
    }

    public int getPort()
    {
        return listener.getLocalPort();
    }

    /**
     * Connections that are open now.
     */
    public int getConnections()
    {
        return links.size();
    }

    /**
     * Closes all connections, and every new one at once.
     */
    public void refuse()
    {
        refusing = true;
        cut();
    }

    public void cut()
    {
        links.forEach(Link::close);
    }

    /**
     * Goes on to accept connections, and forwards nothing.
     */
    public void hold()
    {
        held = new CountDownLatch(1);
    }

    /**
     * Works again, and forwards what was held.
     */
    public void recover()
    {
        refusing = false;
        held.countDown();
    }

    /**
     * Closes the next connection whose client sends a request that ends like this, in either case of letters, and no other.
     */
    public void cutOnce(String endOfRequest, Cut cut)
    {
        trap.set(Optional.of(new Trap(endOfRequest, cut)));
    }

    /**
     * Whether what {@link #cutOnce} waits for has happened.
     */
    public boolean hasCut()
    {
        return trap.get().isEmpty();
    }

    @Override
    public void close()
    {
        refusing = true;
        held.countDown();
        closeQuietly(listener);
        cut();
        executor.shutdownNow();
    }

    private void accept()
    {
        try {
            while (true) {
                Socket client = listener.accept();
                if (refusing) {
                    closeQuietly(client);
                    continue;
                }
                Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
                links.add(link);
                executor.execute(link::forwardRequests);
                executor.execute(link::forwardAnswers);
            }
        }
        catch (IOException ignored) {
            // the proxy was closed
        }
    }

    private static void closeQuietly(Closeable closeable)
    {
        try {
            closeable.close();
        }
        catch (IOException ignored) {
            // it is of no use any more, either way
        }
    }

    private record Trap(String endOfRequest, Cut cut)
    {
        boolean matches(byte[] request)
        {
            return new String(request, ISO_8859_1).toLowerCase(ENGLISH).endsWith(endOfRequest.toLowerCase(ENGLISH));
        }
    }

    private final class Link
    {
        private final Socket client;
        private final Socket server;
        private volatile boolean answerCut;

        private Link(Socket client, Socket server)
        {
            this.client = client;
            this.server = server;
        }

        void forwardRequests()
        {
            try {
                while (true) {
                    byte[] request = read(client);
                    Optional<Trap> sprung = trap.get().filter(set -> set.matches(request));
                    if (sprung.isPresent()) {
                        trap.set(Optional.empty());
                    }
                    if (request.length == 0 || sprung.filter(set -> set.cut() == Cut.BEFORE_REQUEST).isPresent()) {
                        return;
                    }
                    answerCut = sprung.isPresent();
                    server.getOutputStream().write(request);
                }
            }
            catch (IOException ignored) {
                // one of both has gone
            }
            finally {
                close();
            }
        }

        void forwardAnswers()
        {
            try {
                for (byte[] answer = read(server); answer.length > 0 && !answerCut; answer = read(server)) {
                    client.getOutputStream().write(answer);
                }
            }
            catch (IOException ignored) {
                // one of both has gone
            }
            finally {
                close();
            }
        }

        // nothing at the end of the stream
        private byte[] read(Socket socket)
                throws IOException
        {
            byte[] buffer = new byte[65536];
            int length = socket.getInputStream().read(buffer);
            Uninterruptibles.awaitUninterruptibly(held);
            return Arrays.copyOf(buffer, Math.max(0, length));
        }

        void close()
        {
            links.remove(this);
            closeQuietly(client);
            closeQuietly(server);
        }
    }
}
