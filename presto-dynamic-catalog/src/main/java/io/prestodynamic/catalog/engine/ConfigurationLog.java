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
package io.prestodynamic.catalog.engine;

import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.base.Strings.nullToEmpty;

/**
 * Logs of the classes that print the configuration of connectors, passwords in URLs included: airlift's {@code Bootstrap} prints all of it, and Guice what a
 * configuration class cannot read. Hadoop and the XML parser of the JDK quote files that are not valid, on a logger and on the standard error. Each plugin has its own
 * classes, but all of them share the loggers.
 */
final class ConfigurationLog
{
    // a logger that nothing refers to is collected, and its filter with it
    private static final List<Logger> OF_PROPERTIES = Stream.of("Bootstrap", "com.google.inject.Guice").map(Logger::getLogger).toList();
    private static final List<Logger> OF_FILES = Stream.of("stderr", "org.apache.hadoop.conf.Configuration").map(Logger::getLogger).toList();
    private static final Pattern PARSER_ERROR = Pattern.compile("\\[(Fatal Error|Error|Warning)] ");
    // inheritable, because a connector may start its parts in threads
    private static final InheritableThreadLocal<Boolean> QUIET = new InheritableThreadLocal<>();

    static {
        OF_PROPERTIES.forEach(logger -> logger.setFilter(ConfigurationLog::isLoggable));
        OF_FILES.forEach(logger -> logger.setFilter(record -> !quotesFile(record)));
    }

    private ConfigurationLog() {}

    /**
     * Runs the creation of a connector without printing its configuration. Warnings, which name properties only, are logged.
     */
    static <T> T withoutConfiguration(Supplier<T> creation)
    {
        QUIET.set(true);
        try {
            return creation.get();
        }
        finally {
            QUIET.remove();
        }
    }

    private static boolean isLoggable(LogRecord record)
    {
        return QUIET.get() == null || record.getLevel().intValue() >= Level.WARNING.intValue();
    }

    private static boolean quotesFile(LogRecord record)
    {
        return QUIET.get() != null && (record.getThrown() != null || PARSER_ERROR.matcher(nullToEmpty(record.getMessage())).lookingAt());
    }
}
