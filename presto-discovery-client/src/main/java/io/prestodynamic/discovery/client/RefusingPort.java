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
package io.prestodynamic.discovery.client;

import javax.annotation.PreDestroy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

import static com.google.common.net.InetAddresses.toUriString;

/**
 * Local port that refuses every connection. It is bound, so that no other program can listen on it, but does not listen.
 */
class RefusingPort
        implements Closeable
{
    private final Socket socket = new Socket();

    public RefusingPort()
    {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI getUri()
    {
        return URI.create("http://" + toUriString(InetAddress.getLoopbackAddress()) + ":" + socket.getLocalPort());
    }

    @Override
    @PreDestroy
    public void close()
            throws IOException
    {
        socket.close();
    }
}
