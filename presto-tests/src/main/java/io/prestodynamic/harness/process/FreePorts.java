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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * Free ports below the range of outgoing connections, so that no connection takes one before a server does.
 */
public final class FreePorts
{
    private static final int FIRST = 10_000;
    // beginning of the range of outgoing connections on Linux
    private static final int END = 32_768;

    private FreePorts() {}

    /**
     * Returns different free ports.
     */
    public static List<Integer> find(int count)
    {
        // random, because other processes look for ports at the same time
        List<ServerSocket> sockets = new Random().ints(FIRST, END)
                .mapToObj(FreePorts::tryBind)
                .flatMap(Optional::stream)
                .limit(count)
                .toList();
        return sockets.stream().map(FreePorts::release).collect(toImmutableList());
    }

    private static Optional<ServerSocket> tryBind(int port)
    {
        try {
            return Optional.of(new ServerSocket(port));
        }
        catch (BindException e) {
            return Optional.empty();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int release(ServerSocket socket)
    {
        try (socket) {
            return socket.getLocalPort();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
