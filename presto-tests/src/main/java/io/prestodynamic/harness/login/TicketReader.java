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
package io.prestodynamic.harness.login;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static com.google.common.util.concurrent.Uninterruptibles.joinUninterruptibly;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A service that clients log in to over Thrift, as to a metastore of Hive. It reads what each sends at first, which is a ticket if that is of Kerberos, and hangs up.
 */
public class TicketReader
        implements AutoCloseable
{
    private static final int TIMEOUT_MILLIS = 10_000;

    private final ServerSocket server;
    private final List<String> mechanisms = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "ticket-reader");

    public TicketReader()
    {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.start();
    }

    public int getPort()
    {
        return server.getLocalPort();
    }

    /**
     * Returns the mechanisms of the clients that have sent something to log in with, such as {@code GSSAPI}.
     */
    public List<String> mechanisms()
    {
        return mechanisms;
    }

    @Override
    public void close()
    {
        try {
            server.close();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        joinUninterruptibly(thread);
    }

    private void run()
    {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.setSoTimeout(TIMEOUT_MILLIS);
                DataInputStream input = new DataInputStream(client.getInputStream());
                String mechanism = new String(readMessage(input), US_ASCII);
                if (readMessage(input).length > 0) {
                    mechanisms.add(mechanism);
                }
            }
            catch (IOException e) {
                // a client that cannot log in hangs up
            }
        }
    }

    private static byte[] readMessage(DataInputStream input)
            throws IOException
    {
        // a status comes before the length
        input.readByte();
        return input.readNBytes(input.readInt());
    }
}
