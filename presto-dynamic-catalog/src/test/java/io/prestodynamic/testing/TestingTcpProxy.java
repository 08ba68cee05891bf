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

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * A network between clients and a server on this machine, that fails when a test wants it to.
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
    private final InetSocketAddress server;
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("testing-tcp-proxy-%s"));
    private final Set<TcpLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Trap>> trap = new AtomicReference<>(Optional.empty());
    private volatile boolean refusing;
    private volatile boolean silent;
    private volatile CountDownLatch held = new CountDownLatch(0);

    public TestingTcpProxy(int serverPort)
    {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
    }

    /**
     * @param address what clients connect to; with port 0, on a free port
     */
    public TestingTcpProxy(InetSocketAddress address, InetSocketAddress server)
    {
        this.server = requireNonNull(server, "server is null");
        try {
            listener = new ServerSocket(address.getPort(), 50, address.getAddress());
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
        links.forEach(TcpLink::close);
    }

    /**
     * Goes on to accept connections, and forwards nothing.
     */
    public void hold()
    {
        held = new CountDownLatch(1);
    }

    /**
     * Continues to accept connections, and loses what comes through them and through those that are open. These stay silent after {@link #recover}, as if a firewall had
     * forgotten them.
     */
    public void silence()
    {
        silent = true;
        links.forEach(TcpLink::silence);
    }

    /**
     * Works again, and forwards what was held.
     */
    public void recover()
    {
        refusing = false;
        silent = false;
        held.countDown();
    }

    /**
     * Closes the next connection whose client sends a request that ends like this, in either case of letters, and no other.
     */
    public void cutOnce(String endOfRequest, Cut cut)
    {
        cutOnceAfter(0, endOfRequest, cut);
    }

    /**
     * Like {@link #cutOnce}, after some requests that end like this have passed.
     */
    public void cutOnceAfter(int others, String endOfRequest, Cut cut)
    {
        trap.set(Optional.of(new Trap(endOfRequest, cut, others)));
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
        while (!listener.isClosed()) {
            try {
                forward(listener.accept());
            }
            catch (IOException ignored) {
                // the proxy was closed
            }
        }
    }

    private void forward(Socket client)
    {
        TcpLink link = new TcpLink(this, client);
        // from here on it is told what happens to the network, so that nothing is missed
        links.add(link);
        if (refusing) {
            link.close();
            return;
        }
        if (silent) {
            link.silence();
        }
        executor.execute(() -> link.forward(server, executor));
    }

    /**
     * Returns when nothing is held.
     */
    void awaitRelease()
    {
        awaitUninterruptibly(held);
    }

    /**
     * What is to be cut if a request is the one that {@link #cutOnce} waits for.
     */
    Optional<Cut> spring(byte[] request)
    {
        Optional<Trap> sprung = trap.get().filter(set -> set.matches(request));
        if (sprung.isEmpty()) {
            return Optional.empty();
        }
        trap.set(sprung.filter(set -> set.others > 0).map(Trap::afterAnother));
        return sprung.filter(set -> set.others == 0).map(Trap::cut);
    }

    void remove(TcpLink link)
    {
        links.remove(link);
    }

    static void closeQuietly(Closeable closeable)
    {
        try {
            closeable.close();
        }
        catch (IOException ignored) {
            // it is of no use any more, either way
        }
    }

    private record Trap(String endOfRequest, Cut cut, int others)
    {
        Trap afterAnother()
        {
            return new Trap(endOfRequest, cut, others - 1);
        }

        boolean matches(byte[] request)
        {
            return new String(request, ISO_8859_1).toLowerCase(ENGLISH).endsWith(endOfRequest.toLowerCase(ENGLISH));
        }
    }
}
