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

import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Number of the last line of an audit log.
 */
final class LastSequence
{
    // a line has the names of at most 1,000 properties
    private static final int MAX_LINE = 1 << 20;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private LastSequence() {}

    /**
     * @return 0 if there is no line
     */
    static long read(Path file)
    {
        if (!Files.exists(file)) {
            return 0;
        }
        try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(MAX_LINE, input.length())];
            input.seek(input.length() - end.length);
            input.readFully(end);
            String[] lines = new String(end, UTF_8).split("\n");
            return Arrays.stream(lines).mapToLong(LastSequence::sequence).max().orElse(0);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // the first line may be cut off, and the last one too if the disk was full
    private static long sequence(String line)
    {
        try {
            return MAPPER.readTree(line).path("sequence").asLong();
        }
        catch (IOException e) {
            return 0;
        }
    }
}
