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
package io.prestodynamic.catalog.store.encryption;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermission.GROUP_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

/**
 * File of keys. Each line has an id and the key, 32 bytes in Base64. Empty lines and those that begin with {@code #} are left out.
 */
final class KeyFile
{
    private static final Set<PosixFilePermission> FOR_OTHERS = EnumSet.of(GROUP_READ, GROUP_WRITE, GROUP_EXECUTE, OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,50}");
    private static final Splitter FIELDS = Splitter.on(Pattern.compile("\\s+")).omitEmptyStrings();

    private KeyFile() {}

    /**
     * Returns the keys in the order of the file.
     *
     * @throws IllegalArgumentException if the file has no valid keys, or others may read it, with a message that contains no key
     */
    static ValueKeys read(Path file)
    {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix") && Files.getPosixFilePermissions(file).stream().anyMatch(FOR_OTHERS::contains)) {
                throw new IllegalArgumentException("%s is open to other users than its owner: run chmod 600".formatted(file));
            }
            return parse(file, Files.readAllLines(file, UTF_8));
        }
        catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static ValueKeys parse(Path file, List<String> lines)
    {
        Map<String, ValueKey> keys = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            List<String> fields = FIELDS.splitToList(lines.get(i));
            if (fields.isEmpty() || fields.get(0).startsWith("#")) {
                continue;
            }
            if (fields.size() != 2 || !ID.matcher(fields.get(0)).matches()) {
                throw invalid(file, i);
            }
            String id = fields.get(0);
            if (keys.put(id, new ValueKey(id, decode(file, i, fields.get(1)))) != null) {
                throw new IllegalArgumentException("%s has two keys with the id %s".formatted(file, id));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("%s has no key".formatted(file));
        }
        return new ValueKeys(ImmutableList.copyOf(keys.values()));
    }

    private static byte[] decode(Path file, int line, String text)
    {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == ValueKey.BYTES) {
                return key;
            }
        }
        catch (IllegalArgumentException e) {
            // the message of the decoder quotes the text
        }
        throw invalid(file, line);
    }

    private static IllegalArgumentException invalid(Path file, int line)
    {
        return new IllegalArgumentException("Line %s of %s is not an id and a key of %s bytes in Base64; make one with: openssl rand -base64 32".formatted(line + 1, file, ValueKey.BYTES));
    }
}
