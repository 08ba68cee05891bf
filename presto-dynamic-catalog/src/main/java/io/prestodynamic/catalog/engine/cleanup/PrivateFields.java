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
package io.prestodynamic.catalog.engine.cleanup;

import com.facebook.airlift.log.Logger;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Private fields of the Java runtime. One that this runtime lacks or does not open is empty, and logged once.
 */
final class PrivateFields
{
    private static final Logger log = Logger.get(PrivateFields.class);

    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private PrivateFields() {}

    static Optional<Object> inherited(Thread thread, InheritableThreadLocal<?> variable)
    {
        return read(Thread.class, "inheritableThreadLocals", thread, Object.class)
                .flatMap(values -> read(values.getClass(), "table", values, Object[].class))
                .flatMap(entries -> Stream.of(entries)
                        .filter(Objects::nonNull)
                        .filter(entry -> entry instanceof Reference<?> reference && reference.get() == variable)
                        .findFirst())
                .flatMap(entry -> read(entry.getClass(), "value", entry, Object.class));
    }

    static Optional<Class<?>> findClass(String name)
    {
        try {
            return Optional.of(Class.forName(name));
        }
        catch (ClassNotFoundException e) {
            logOnce(name, e);
            return Optional.empty();
        }
    }

    /**
     * Returns the value of a field, or empty if it is null or cannot be read.
     *
     * @param object null for a static field
     */
    static <T> Optional<T> read(Class<?> type, String name, Object object, Class<T> valueType)
    {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return Optional.ofNullable(valueType.cast(field.get(object)));
        }
        // InaccessibleObjectException and ClassCastException among them
        catch (ReflectiveOperationException | RuntimeException e) {
            logOnce(type.getName() + "." + name, e);
            return Optional.empty();
        }
    }

    private static void logOnce(String name, Exception failure)
    {
        if (LOGGED.add(name)) {
            log.warn("Cannot read %s of this Java runtime, so closed connectors that leave shutdown hooks stay in memory (%s). " +
                    "Run Java 17, and check that jvm.config has the --add-opens options of Presto", name, failure);
        }
    }
}
