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
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ports that nobody listens on.
 */
public final class FreePorts
{
    private FreePorts() {}

    /**
     * So many ports that differ.
     */
    public static List<Integer> find(int count)
    {
        List<ServerSocket> sockets = IntStream.range(0, count).mapToObj(i -> {
            try {
                return new ServerSocket(0);
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
        return sockets.stream().map(socket -> {
            try (socket) {
                return socket.getLocalPort();
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }
}
