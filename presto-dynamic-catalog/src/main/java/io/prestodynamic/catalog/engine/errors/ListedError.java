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
package io.prestodynamic.catalog.engine.errors;

import com.google.common.collect.ImmutableList;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static com.google.common.collect.Sets.newIdentityHashSet;
import static java.util.Objects.requireNonNull;

/**
 * Error that a Guice exception lists, such as a configuration error of airlift. Both may come from the class loader of a plugin, so they are read by reflection.
 *
 * @param classLoader class loader of the exception
 */
public record ListedError(String message, Optional<Throwable> cause, ClassLoader classLoader)
{
    private static final Pattern KIND = Pattern.compile("^(?:Error: )+");

    public ListedError
    {
        requireNonNull(message, "message is null");
        requireNonNull(cause, "cause is null");
        requireNonNull(classLoader, "classLoader is null");
    }

    /**
     * Returns the errors that a failure or its causes list, without warnings, or an empty list. An error that is caused by another such exception is replaced
     * by the errors of its cause.
     */
    public static List<ListedError> of(Throwable failure)
    {
        ImmutableList.Builder<ListedError> errors = ImmutableList.builder();
        collect(failure, errors, newIdentityHashSet());
        return errors.build();
    }

    private static boolean collect(Throwable failure, ImmutableList.Builder<ListedError> errors, Set<Throwable> seen)
    {
        // causes may form a circle
        for (Throwable next = failure; next != null && seen.add(next); next = next.getCause()) {
            Optional<Object> listed = call(next, "getErrorMessages");
            if (listed.isPresent() && listed.get() instanceof Collection<?> messages) {
                messages.forEach(message -> add(message, errors, seen));
                return true;
            }
        }
        return false;
    }

    private static void add(Object message, ImmutableList.Builder<ListedError> errors, Set<Throwable> seen)
    {
        Optional<Throwable> cause = call(message, "getCause").map(Throwable.class::cast);
        if (cause.isPresent() && collect(cause.get(), errors, seen)) {
            return;
        }
        String text = call(message, "getMessage").map(String.class::cast).orElse("");
        if (!text.startsWith("Warning: ")) {
            errors.add(new ListedError(KIND.matcher(text).replaceFirst(""), cause, message.getClass().getClassLoader()));
        }
    }

    private static Optional<Object> call(Object object, String method)
    {
        try {
            return Optional.ofNullable(object.getClass().getMethod(method).invoke(object));
        }
        catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
