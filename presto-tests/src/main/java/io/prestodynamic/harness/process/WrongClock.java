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

import com.google.common.collect.ImmutableMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Environments of processes with a wrong clock.
 */
public final class WrongClock
{
    private WrongClock() {}

    /**
     * Returns an environment with another time of day.
     *
     * @param shift shift in the format of faketime, such as {@code +1h}
     */
    public static Map<String, String> environment(String shift)
    {
        return environment("FAKETIME", shift);
    }

    /**
     * Returns an environment whose shift is read from a file, which may change while the process runs.
     */
    public static Map<String, String> environment(Path shift)
    {
        return environment("FAKETIME_TIMESTAMP_FILE", shift.toString());
    }

    private static Map<String, String> environment(String name, String value)
    {
        return ImmutableMap.of(
                "LD_PRELOAD", library().toString(),
                name, value,
                "FAKETIME_CACHE_DURATION", "1",
                // with the fix, timed waits return at once, and the JVM spins
                "DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    private static Path library()
    {
        try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 3, (file, attributes) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
            return files.findFirst().orElseThrow(() -> new IllegalStateException("libfaketime is not installed; on Debian, it is in the package faketime"));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
