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
package io.prestodynamic.catalog.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.airlift.units.DataSize;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.ChangeSource;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.airlift.units.DataSize.Unit.KILOBYTE;
import static org.assertj.core.api.Assertions.assertThat;

public class TestFileAuditLog
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ChangeOrigin ORIGIN = new ChangeOrigin(
            ChangeSource.HTTP, Optional.of("alice"), Optional.of("service"), Optional.of("10.0.0.7"), Optional.of("request-1"), Optional.of("line\nbreak \u009b \u202e"));

    private Path directory;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("audit");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testLines()
            throws IOException
    {
        FileAuditLog log = open(new AuditConfig());
        log.record(new AuditRecord(AuditAction.PUT, Optional.of("sales"), Optional.of("2-ab"), Set.of("b", "a"), ORIGIN, "REPLACED", Optional.empty()));
        log.record(new AuditRecord(AuditAction.REQUEST, Optional.empty(), Optional.empty(), Set.of(), ChangeOrigin.FOUND, "FORBIDDEN", Optional.of("No \"right\"")));
        log.close();

        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("\\{\"time\":\"[-0-9T:.]+Z\",\"sequence\":1,\"user\":\"alice\",\"authenticated\":true,\"principal\":\"service\",\"address\":\"10.0.0.7\",\"requestId\":\"request-1\"," +
                "\"source\":\"HTTP\",\"action\":\"PUT\",\"catalogName\":\"sales\",\"version\":\"2-ab\",\"properties\":\\[\"a\",\"b\"\\],\"outcome\":\"REPLACED\"," +
                "\"comment\":\"line\\\\nbreak \\\\u009B \\\\u202E\"\\}");
        assertThat(MAPPER.readTree(lines.get(1)).path("message").asText()).isEqualTo("No \"right\"");
    }

    @Test
    public void testNumbersContinue()
            throws IOException
    {
        for (int start = 0; start < 3; start++) {
            FileAuditLog log = open(new AuditConfig());
            log.record(attempt());
            log.record(attempt());
            log.close();
        }
        assertThat(sequences(Files.readAllLines(file()))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);

        // the last line was cut off when the disk was full
        Files.writeString(file(), Files.readString(file()) + "{\"time\":\"2026");
        FileAuditLog log = open(new AuditConfig());
        log.record(attempt());
        log.close();
        assertThat(Files.readString(file())).contains("\"sequence\":7,");
    }

    @Test
    public void testRotation()
            throws IOException
    {
        AuditConfig config = new AuditConfig().setMaxFileSize(new DataSize(1, KILOBYTE)).setRotatedPattern("-%d{yyyy-MM-dd}.%i.log");
        for (int start = 0; start < 2; start++) {
            FileAuditLog log = open(config);
            IntStream.range(0, 200).forEach(i -> log.record(attempt()));
            log.close();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Long> sequences = files.sorted().flatMap(file -> {
                try {
                    return sequences(Files.readAllLines(file)).stream();
                }
                catch (IOException e) {
                    throw new AssertionError(e);
                }
            }).sorted().toList();
            assertThat(sequences).isEqualTo(IntStream.rangeClosed(1, 400).mapToObj(Long::valueOf).toList());
        }
    }

    private static AuditRecord attempt()
    {
        return new AuditRecord(AuditAction.DELETE, Optional.of("sales"), Optional.empty(), Set.of(), ORIGIN, "REMOVED", Optional.empty());
    }

    private static List<Long> sequences(List<String> lines)
            throws IOException
    {
        Stream.Builder<Long> sequences = Stream.builder();
        for (String line : lines) {
            JsonNode json = MAPPER.readTree(line);
            sequences.add(json.path("sequence").asLong());
        }
        return sequences.build().toList();
    }

    private FileAuditLog open(AuditConfig config)
    {
        return new FileAuditLog(config.setPath(file().toString()));
    }

    private Path file()
    {
        return directory.resolve("catalog-audit.log");
    }
}
