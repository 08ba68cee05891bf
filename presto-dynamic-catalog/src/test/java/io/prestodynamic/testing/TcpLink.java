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

import io.prestodynamic.testing.TestingTcpProxy.Cut;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;

import static io.prestodynamic.testing.TestingTcpProxy.closeQuietly;
import static java.util.Objects.requireNonNull;

/**
 * Connections of a proxy between one of its clients and the server.
 */
final class TcpLink
{
    private final TestingTcpProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private volatile boolean silent;
    private volatile boolean answerCut;

    TcpLink(TestingTcpProxy proxy, Socket client)
    {
        this.proxy = requireNonNull(proxy, "proxy is null");
        this.client = requireNonNull(client, "client is null");
    }

    /**
     * Lets no byte through from now on.
     */
    void silence()
    {
        silent = true;
    }

    /**
     * Forwards in both directions until either side ends the connection.
     */
    void forward(InetSocketAddress address, Executor executor)
    {
        try {
            // a network that loses everything reaches no server
            if (!silent) {
                server.connect(address);
                executor.execute(this::forwardAnswers);
            }
            forwardRequests();
        }
        catch (IOException ignored) {
            // one of both has gone, or the server does not listen
        }
        finally {
            close();
        }
    }

    private void forwardRequests()
            throws IOException
    {
        for (byte[] request = read(client); request.length > 0; request = read(client)) {
            if (silent) {
                continue;
            }
            Optional<Cut> cut = proxy.spring(request);
            if (cut.filter(Cut.BEFORE_REQUEST::equals).isPresent()) {
                return;
            }
            answerCut = cut.isPresent();
            server.getOutputStream().write(request);
        }
    }

    private void forwardAnswers()
    {
        try {
            for (byte[] answer = read(server); answer.length > 0 && !answerCut; answer = read(server)) {
                if (!silent) {
                    client.getOutputStream().write(answer);
                }
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
        proxy.awaitRelease();
        return Arrays.copyOf(buffer, Math.max(0, length));
    }

    void close()
    {
        proxy.remove(this);
        closeQuietly(client);
        closeQuietly(server);
    }
}
