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
package io.prestodynamic.tests.process.server;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answer to Prometheus, of which each line is as the text format wants it and as metrics are named by convention.
 *
 * @param series values by names with labels
 */
record MetricsText(Map<String, Double> series)
{
    private static final String NAME = "[a-z][a-z0-9_]*";
    private static final Pattern HELP = Pattern.compile("# HELP (%s) (\\S.*)".formatted(NAME));
    private static final Pattern TYPE = Pattern.compile("# TYPE (%s) (counter|gauge|summary)".formatted(NAME));
    private static final Pattern LABEL = Pattern.compile("%s=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"".formatted(NAME));
    private static final Pattern SAMPLE = Pattern.compile("((%s)(?:\\{%s(?:,%s)*\\})?) (\\S+)".formatted(NAME, LABEL, LABEL));
    // of what is measured; Prometheus counts in seconds, bytes and ratios
    private static final Pattern OTHER_UNIT = Pattern.compile(".*_(?:millis(?:econds)?|micros(?:econds)?|nanos(?:econds)?|minutes|hours|kilobytes|megabytes|percent)(?:_.*)?");

    MetricsText
    {
        series = Map.copyOf(series);
    }

    static MetricsText parse(String text)
    {
        assertThat(text).endsWith("\n");
        Map<String, String> types = new HashMap<>();
        Map<String, String> helps = new HashMap<>();
        Map<String, Double> series = new LinkedHashMap<>();
        String family = "";
        for (String line : text.lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                assertThat(helps.put(help.group(1), help.group(2))).describedAs(line).isNull();
            }
            else if (type.matches()) {
                family = type.group(1);
                assertThat(types.put(family, type.group(2))).describedAs(line).isNull();
                assertThat(helps).containsKey(family);
                assertThat(family).doesNotMatch(OTHER_UNIT);
                assertThat(family.endsWith("_total")).describedAs(line).isEqualTo(type.group(2).equals("counter"));
            }
            else {
                assertThat(sample.matches()).describedAs(line).isTrue();
                // all samples of a family follow its type
                assertThat(family(sample.group(2), types)).describedAs(line).isEqualTo(family);
                double value = Double.parseDouble(sample.group(3));
                assertThat(value).describedAs(line).isNotNaN().isFinite();
                if (types.get(family).equals("counter")) {
                    assertThat(value).describedAs(line).isNotNegative();
                }
                assertThat(series.put(sample.group(1), value)).describedAs(line).isNull();
            }
        }
        assertThat(helps.keySet()).isEqualTo(types.keySet());
        return new MetricsText(series);
    }

    double value(String name)
    {
        return Optional.ofNullable(series.get(name)).orElseThrow(() -> new AssertionError("There is no " + name));
    }

    private static String family(String name, Map<String, String> types)
    {
        for (String suffix : new String[] {"_count", "_sum"}) {
            if (name.endsWith(suffix) && "summary".equals(types.get(name.substring(0, name.length() - suffix.length())))) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }
}
