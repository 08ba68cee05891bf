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
package io.prestodynamic.catalog.store.zookeeper;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * Proxy that breaks the connection during a selected change.
 */
public class TestingZooKeeperProxy
        implements Closeable
{
    public enum Fault
    {
        NONE,
        /**
         * The server does not receive the change.
         */
        LOSE_REQUEST,
        /**
         * The server makes the change, and the response is lost.
         */
        LOSE_ANSWER,
        /**
         * The response is lost, and no new connection succeeds.
         */
        LOSE_ANSWER_AND_STAY_DOWN,
    }

    private static final int HEADER_LENGTH = 12;
    private static final int CREATE = 1;
    private static final int MULTI = 14;
    private static final int CREATE2 = 15;

    private final int serverPort;
    private final String marker;
    private final ServerSocket listening;
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("zookeeper-proxy-%s"));
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private volatile Fault fault = Fault.NONE;
    private volatile boolean down;
    private volatile boolean hanging;

    /**
     * @param marker content of the changes that faults apply to
     */
    public TestingZooKeeperProxy(int serverPort, String marker)
            throws IOException
    {
        this.serverPort = serverPort;
        this.marker = marker;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        executor.execute(this::accept);
    }

    public String connectString()
    {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /**
     * Sets the fault of the next change.
     */
    public void set(Fault fault)
    {
        this.fault = fault;
    }

    /**
     * Returns whether the fault has occurred.
     */
    public boolean happened()
    {
        return fault == Fault.NONE;
    }

    /**
     * Keeps connections open without forwarding anything.
     */
    public void hang()
    {
        hanging = true;
    }

    public void up()
    {
        down = false;
        hanging = false;
        closeConnections();
    }

    @Override
    public void close()
            throws IOException
    {
        listening.close();
        closeConnections();
        executor.shutdownNow();
    }

    private void accept()
    {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                sockets.add(client);
                if (down) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(server);
                AtomicBoolean changed = new AtomicBoolean();
                executor.execute(() -> pump(client, server, true, changed));
                executor.execute(() -> pump(server, client, false, changed));
            }
            catch (IOException e) {
                // the client connects again
            }
        }
    }

    private void pump(Socket from, Socket to, boolean requests, AtomicBoolean changed)
    {
        byte[] buffer = new byte[1 << 16];
        try (from; to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                if (hanging) {
                    continue;
                }
                if (requests && fault != Fault.NONE && isMarkedChange(buffer, length)) {
                    down = fault == Fault.LOSE_ANSWER_AND_STAY_DOWN;
                    changed.set(fault != Fault.LOSE_REQUEST);
                    fault = Fault.NONE;
                    if (!changed.get()) {
                        return;
                    }
                }
                else if (!requests && changed.get()) {
                    return;
                }
                output.write(buffer, 0, length);
            }
        }
        catch (IOException e) {
            // the connection has ended
        }
    }

    private boolean isMarkedChange(byte[] buffer, int length)
    {
        if (length < HEADER_LENGTH) {
            return false;
        }
        int type = ByteBuffer.wrap(buffer).getInt(8);
        return (type == CREATE || type == CREATE2 || type == MULTI) && new String(buffer, 0, length, UTF_8).contains(marker);
    }

    private void closeConnections()
    {
        for (Socket socket : sockets) {
            try {
                socket.close();
            }
            catch (IOException e) {
                // already closed
            }
        }
        sockets.clear();
    }
}
