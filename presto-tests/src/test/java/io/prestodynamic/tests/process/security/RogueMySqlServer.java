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
package io.prestodynamic.tests.process.security;

import com.google.common.io.ByteStreams;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * MySQL server that answers every query with the request for a file of its client.
 */
class RogueMySqlServer
        implements AutoCloseable
{
    private static final int COM_QUERY = 3;
    private static final int LOCAL_INFILE = 0xFB;
    private static final byte[] OK = {0, 0, 0, 2, 0, 0, 0};
    // protocol 4.1 with long flags, schemas, local files, transactions and plugins for authentication
    private static final int CAPABILITIES = 0x1 | 0x4 | 0x8 | 0x80 | 0x200 | 0x2000 | 0x8000 | 0x80000;

    private final Path file;
    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    /**
     * @param file what it asks for
     */
    RogueMySqlServer(Path file)
    {
        this.file = requireNonNull(file, "file is null");
        try {
            socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "rogue-mysql");
        thread.setDaemon(true);
        thread.start();
    }

    int getPort()
    {
        return socket.getLocalPort();
    }

    int getConnections()
    {
        return connections.get();
    }

    /**
     * Returns how many times it has asked for the file.
     */
    int getRequests()
    {
        return requests.get();
    }

    /**
     * Returns what clients have sent after it had asked for the file.
     */
    synchronized String getReceived()
    {
        return received.toString(UTF_8);
    }

    @Override
    public void close()
            throws IOException
    {
        socket.close();
    }

    private void accept()
    {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                connections.incrementAndGet();
                serve(new Connection(new DataInputStream(client.getInputStream()), client.getOutputStream()));
            }
            catch (IOException ignored) {
                // the client or this server has closed the connection
            }
        }
    }

    private void serve(Connection connection)
            throws IOException
    {
        connection.write(0, greeting());
        connection.read();
        connection.write(2, OK);
        while (true) {
            byte[] command = connection.read();
            if (command.length == 0 || command[0] != COM_QUERY) {
                connection.write(1, OK);
                continue;
            }
            requests.incrementAndGet();
            connection.write(1, request());
            byte[] content = connection.read();
            record(content);
            if (content.length > 0) {
                connection.read();
            }
            connection.write(3, OK);
        }
    }

    private synchronized void record(byte[] content)
    {
        received.writeBytes(content);
    }

    private byte[] request()
    {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(LOCAL_INFILE);
        request.writeBytes(file.toString().getBytes(UTF_8));
        return request.toByteArray();
    }

    private static byte[] greeting()
    {
        ByteArrayOutputStream greeting = new ByteArrayOutputStream();
        greeting.write(10);
        greeting.writeBytes("5.7.30\0".getBytes(UTF_8));
        greeting.writeBytes(new byte[] {1, 0, 0, 0});
        greeting.writeBytes("abcdefgh\0".getBytes(UTF_8));
        greeting.writeBytes(new byte[] {(byte) CAPABILITIES, (byte) (CAPABILITIES >> 8), 33, 2, 0, (byte) (CAPABILITIES >> 16), (byte) (CAPABILITIES >> 24), 21});
        greeting.writeBytes(new byte[10]);
        greeting.writeBytes("ijklmnopqrst\0mysql_native_password\0".getBytes(UTF_8));
        return greeting.toByteArray();
    }

    private record Connection(DataInputStream in, OutputStream out)
    {
        byte[] read()
                throws IOException
        {
            int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
            in.readUnsignedByte();
            byte[] packet = new byte[length];
            ByteStreams.readFully(in, packet);
            return packet;
        }

        void write(int sequence, byte[] packet)
                throws IOException
        {
            out.write(new byte[] {(byte) packet.length, (byte) (packet.length >> 8), (byte) (packet.length >> 16), (byte) sequence});
            out.write(packet);
            out.flush();
        }
    }
}
