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
package io.prestodynamic.benchmarks.command;

import com.google.common.base.Splitter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Options of a command line, as {@code --name value}.
 */
public final class Options
{
    private final Map<String, String> values;

    private Options(Map<String, String> values)
    {
        this.values = Map.copyOf(requireNonNull(values, "values is null"));
    }

    /**
     * @param defaults all options, with their default values
     * @throws UsageException if an option is unknown or has no value
     */
    public static Options parse(Map<String, String> defaults, List<String> arguments)
    {
        Map<String, String> values = new HashMap<>(defaults);
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (!arguments.get(i).startsWith("--") || !defaults.containsKey(name)) {
                throw new UsageException("There is no option %s; there are, with their defaults: %s".formatted(arguments.get(i), describe(defaults)));
            }
            if (i + 1 == arguments.size()) {
                throw new UsageException("Option --%s needs a value".formatted(name));
            }
            values.put(name, arguments.get(i + 1));
        }
        return new Options(values);
    }

    public int number(String name)
    {
        return toNumber(name, values.get(name));
    }

    public List<Integer> numbers(String name)
    {
        return Splitter.on(',').splitToList(values.get(name)).stream().map(value -> toNumber(name, value)).collect(toImmutableList());
    }

    /**
     * Returns one of the choices, or all of them for {@code all} and {@code both}.
     */
    public <T extends Enum<T>> List<T> choices(String name, Class<T> choices)
    {
        List<T> chosen = Stream.of(choices.getEnumConstants())
                .filter(choice -> Stream.of("all", "both", choice.toString()).anyMatch(values.get(name)::equals))
                .collect(toImmutableList());
        if (chosen.isEmpty()) {
            throw new UsageException("Option --%s cannot be %s; there are %s".formatted(name, values.get(name), List.of(choices.getEnumConstants())));
        }
        return chosen;
    }

    /**
     * Returns a file, or empty if the option has no value.
     */
    public Optional<Path> file(String name)
    {
        Optional<Path> file = Optional.of(values.get(name)).filter(value -> !value.isEmpty()).map(Path::of);
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            throw new UsageException("Option --%s needs a file, and there is no %s".formatted(name, file.get()));
        }
        return file;
    }

    /**
     * Returns a duration, such as {@code 60s} or {@code 5m}.
     */
    public Duration duration(String name)
    {
        try {
            return Duration.ofMillis(io.airlift.units.Duration.valueOf(values.get(name)).toMillis());
        }
        catch (IllegalArgumentException e) {
            throw new UsageException("Option --%s needs a duration such as 60s, not '%s'".formatted(name, values.get(name)));
        }
    }

    private static int toNumber(String name, String value)
    {
        try {
            return Integer.parseInt(value);
        }
        catch (NumberFormatException e) {
            throw new UsageException("Option --%s needs numbers, not '%s'".formatted(name, value));
        }
    }

    private static String describe(Map<String, String> defaults)
    {
        return defaults.entrySet().stream().map(option -> "--%s %s".formatted(option.getKey(), option.getValue())).collect(joining(" "));
    }
}
