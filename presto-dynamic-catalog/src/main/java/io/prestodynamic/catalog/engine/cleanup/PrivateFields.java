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

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the Java runtime knows and does not tell.
 */
final class PrivateFields
{
    private PrivateFields() {}

    /**
     * What a thread has got from the one that made it.
     */
    static Optional<Object> inherited(Thread thread, InheritableThreadLocal<?> variable)
    {
        Object values = get(Thread.class, "inheritableThreadLocals", thread);
        if (values == null) {
            return Optional.empty();
        }
        return Stream.of((Object[]) get(values.getClass(), "table", values))
                .filter(entry -> entry != null && ((Reference<?>) entry).get() == variable)
                .map(entry -> get(entry.getClass(), "value", entry))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * @param object null for a static field
     */
    static Object get(Class<?> type, String name, Object object)
    {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(object);
        }
        catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Java has no %s.%s".formatted(type.getName(), name), e);
        }
    }
}
