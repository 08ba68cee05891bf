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
package io.prestodynamic.tests;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static java.util.Objects.requireNonNull;

/**
 * A network between two processes that can be cut and mended.
 */
public class TcpProxy
        implements Closeable
{
    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.OPEN;

    public enum Mode
    {
        OPEN,
        /**
         * Connections are closed, new ones at once.
         */
        REFUSING,
        /**
         * Connections stay and new ones are accepted, and no byte gets through: also afterwards, as where a firewall has forgotten its connections.
         */
        SILENT,
    }

    public TcpProxy(InetSocketAddress address, InetSocketAddress target)
    {
        this.target = requireNonNull(target, "target is null");
        try {
            listener = new ServerSocket();
            listener.bind(address);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public int getPort()
    {
        return listener.getLocalPort();
    }

    public void setMode(Mode mode)
    {
        this.mode = requireNonNull(mode, "mode is null");
        switch (mode) {
            case OPEN -> {}
            case REFUSING -> links.forEach(Link::close);
            case SILENT -> links.forEach(Link::silence);
        }
    }

    @Override
    public void close()
    {
        closeQuietly(listener);
        links.forEach(Link::close);
    }

    private void accept()
    {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            }
            // it is being closed, or the target does not listen
            catch (IOException ignored) {
            }
        }
    }

    private void accept(Socket client)
            throws IOException
    {
        Socket server = new Socket();
        Link link = new Link(client, server);
        links.add(link);
        try {
            if (mode == Mode.OPEN) {
                server.connect(target);
            }
        }
        catch (IOException e) {
            link.close();
            throw e;
        }
        // the mode may have changed since the link was among those that it is told to
        if (mode == Mode.REFUSING) {
            link.close();
            return;
        }
        if (mode == Mode.SILENT || !server.isConnected()) {
            link.silence();
        }
        start(() -> link.pump(client, server));
        if (server.isConnected()) {
            start(() -> link.pump(server, client));
        }
    }

    private static void start(Runnable task)
    {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable closeable)
    {
        try {
            closeable.close();
        }
        catch (IOException ignored) {
            // it is gone in any case
        }
    }

    private final class Link
    {
        private final Socket client;
        private final Socket server;
        private volatile boolean silent;

        Link(Socket client, Socket server)
        {
            this.client = requireNonNull(client, "client is null");
            this.server = requireNonNull(server, "server is null");
        }

        void silence()
        {
            silent = true;
        }

        void pump(Socket source, Socket sink)
        {
            try {
                InputStream input = source.getInputStream();
                byte[] buffer = new byte[8192];
                for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                    if (!silent) {
                        OutputStream output = sink.getOutputStream();
                        output.write(buffer, 0, length);
                    }
                }
            }
            // either side has ended the connection
            catch (IOException ignored) {
            }
            close();
        }

        void close()
        {
            closeQuietly(client);
            closeQuietly(server);
            links.remove(this);
        }
    }
}
