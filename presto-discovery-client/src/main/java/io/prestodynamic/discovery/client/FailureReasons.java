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
package io.prestodynamic.discovery.client;

import java.io.EOFException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import static com.google.common.base.Throwables.getRootCause;

/**
 * Reasons of failed requests to discovery servers, for the log. The same failure always has the same reason, so that it is logged once.
 */
public final class FailureReasons
{
    private static final int MAX_LENGTH = 200;
    // characters that break lines, reorder text, or are invisible
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

    private FailureReasons() {}

    /**
     * Returns the reason of a failed request, as a sentence on one line.
     */
    public static String explain(Throwable failure)
    {
        Throwable cause = getRootCause(failure);
        // these messages differ every time, because they have a connection or a duration
        if (cause instanceof EOFException) {
            return "it closes the connection";
        }
        if (cause instanceof TimeoutException) {
            return "it does not answer in time";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : toLine(cause.getMessage());
    }

    /**
     * Returns at most the first 200 characters of a text, which may come from a server, on one line.
     */
    public static String toLine(String text)
    {
        return UNSAFE.matcher(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text).replaceAll(" ");
    }
}
