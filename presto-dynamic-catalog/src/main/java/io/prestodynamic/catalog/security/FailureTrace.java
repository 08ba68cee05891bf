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
package io.prestodynamic.catalog.security;

import com.google.common.base.Throwables;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.base.Strings.nullToEmpty;
import static com.google.common.collect.Iterables.getLast;
import static java.util.stream.Collectors.joining;

/**
 * Stack traces and reasons of failures, also of those whose messages cannot be made: Presto's Guice cannot read classes for Java 17, and throws when it describes a failure in
 * one.
 */
public final class FailureTrace
{
    private FailureTrace() {}

    /**
     * Returns the stack trace with those of all causes. A message that cannot be made is left out.
     */
    public static String of(Throwable failure)
    {
        try {
            return Throwables.getStackTraceAsString(failure);
        }
        catch (RuntimeException e) {
            return causes(failure).stream().map(cause -> frames(title(cause), cause)).collect(joining("\nCaused by: "));
        }
    }

    /**
     * Returns the stack trace with those of all causes, and no messages.
     */
    public static String withoutMessages(Throwable failure)
    {
        return causes(failure).stream().map(cause -> frames(cause.getClass().getName(), cause)).collect(joining("\nCaused by: "));
    }

    /**
     * Returns the message of the last cause, or the name of its class if it has none or none can be made.
     */
    public static String rootMessage(Throwable failure)
    {
        Throwable root = root(failure);
        String message = message(root);
        return message.isBlank() ? root.getClass().getSimpleName() : message;
    }

    public static Throwable root(Throwable failure)
    {
        return getLast(causes(failure));
    }

    /**
     * Returns the failure and all its causes, in their order.
     */
    public static Set<Throwable> causes(Throwable failure)
    {
        // they may form a circle
        Set<Throwable> causes = new LinkedHashSet<>();
        for (Throwable next = failure; next != null && causes.add(next); next = next.getCause()) {}
        return causes;
    }

    private static String frames(String title, Throwable failure)
    {
        return Stream.of(failure.getStackTrace()).map(frame -> "\n\tat " + frame).collect(joining("", title, ""));
    }

    private static String title(Throwable failure)
    {
        String message = message(failure);
        return failure.getClass().getName() + (message.isEmpty() ? "" : ": " + message);
    }

    private static String message(Throwable failure)
    {
        try {
            return nullToEmpty(failure.getMessage());
        }
        catch (RuntimeException e) {
            return "";
        }
    }
}
