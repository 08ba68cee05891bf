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
package io.prestodynamic.harness.kubernetes;

import com.google.common.collect.ImmutableMap;

import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.stream.Collectors.joining;

/**
 * Replacement of what is different on one machine: paths of containers, and ports. Each occurrence is replaced once.
 */
record Substitution(Map<String, String> replacements)
{
    Substitution
    {
        replacements = ImmutableMap.copyOf(replacements);
    }

    Substitution with(Map<String, String> more)
    {
        return new Substitution(ImmutableMap.<String, String>builder().putAll(replacements).putAll(more).build());
    }

    String apply(String text)
    {
        String words = replacements.keySet().stream()
                // a path before those that it begins with
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(joining("|"));
        // whole numbers and whole names in paths
        return Pattern.compile("(?<![\\w.-])(?:%s)(?![\\w.-])".formatted(words)).matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(replacements.get(match.group())));
    }
}
