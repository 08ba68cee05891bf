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
package io.prestodynamic.locator.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Major and minor version of this project.
 */
record DriverVersion(int major, int minor)
{
    private static final Pattern VERSION = Pattern.compile("(?<major>\\d+)\\.(?<minor>\\d+).*");
    private static final DriverVersion CURRENT = load();

    static DriverVersion current()
    {
        return CURRENT;
    }

    private static DriverVersion load()
    {
        Properties properties = new Properties();
        try (InputStream in = DriverVersion.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher matcher = VERSION.matcher(properties.getProperty("version"));
        if (!matcher.matches()) {
            throw new IllegalStateException("Not a version: " + properties.getProperty("version"));
        }
        return new DriverVersion(Integer.parseInt(matcher.group("major")), Integer.parseInt(matcher.group("minor")));
    }
}
