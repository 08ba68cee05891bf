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

import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

/**
 * Record of what processes send each other by TCP over loopback. Requires root on Linux.
 */
public class LoopbackCapture
        implements AutoCloseable
{
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PROGRAM = """
            import socket, struct, sys
            ports = set(map(int, sys.argv[2:]))
            frames = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(0x0800))
            frames.setsockopt(socket.SOL_SOCKET, 33, 256 << 20)  # SO_RCVBUFFORCE
            frames.bind(("lo", 0x0800))
            with open(sys.argv[1], "wb") as out:
                out.write(b"begin\\n")
                out.flush()
                while True:
                    frame, address = frames.recvfrom(1 << 17)
                    if address[2] == socket.PACKET_OUTGOING or frame[23] != socket.IPPROTO_TCP:
                        continue
                    tcp = frame[14 + 4 * (frame[14] & 15):14 + struct.unpack(">H", frame[16:18])[0]]
                    if ports.intersection(struct.unpack(">HH", tcp[:4])):
                        out.write(tcp[4 * (tcp[12] >> 4):])
                        out.flush()
            """;

    private final Path file;
    private final Process process;

    /**
     * Begins to record.
     *
     * @param file where the record goes
     * @param ports ports that the recorded connections have at either end
     */
    public LoopbackCapture(Path file, List<Integer> ports)
    {
        this.file = requireNonNull(file, "file is null");
        List<String> command = new ArrayList<>(List.of("python3", "-c", PROGRAM, file.toString()));
        ports.forEach(port -> command.add(port.toString()));
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Conditions.await("the record begins", TIMEOUT, () -> file.toFile().length() > 0);
    }

    /**
     * Returns what was sent, a character for each byte.
     */
    public String text()
    {
        try {
            return Files.readString(file, ISO_8859_1);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
        process.onExit().join();
    }
}
