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
 * Reasons why a request to a discovery server failed, as they are logged. The same failure has the same reason each time, so that it is logged once.
 */
public final class FailureReasons
{
    private static final int MAX_LENGTH = 200;
    // what would look like another line, change the order of what is around it, or not be seen
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

    private FailureReasons() {}

    /**
     * Returns a sentence on one line that says why the request failed.
     */
    public static String explain(Throwable failure)
    {
        Throwable cause = getRootCause(failure);
        // their messages name the connection or a duration, and differ every time
        if (cause instanceof EOFException) {
            return "it closes the connection";
        }
        if (cause instanceof TimeoutException) {
            return "it does not answer in time";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : toLine(cause.getMessage());
    }

    /**
     * Returns at most the first 200 characters of a text that a server may have written, on one line.
     */
    public static String toLine(String text)
    {
        return UNSAFE.matcher(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text).replaceAll(" ");
    }
}
