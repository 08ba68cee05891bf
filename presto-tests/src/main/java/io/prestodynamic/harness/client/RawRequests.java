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
package io.prestodynamic.harness.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

import static com.google.common.base.Verify.verify;
import static java.lang.Math.toIntExact;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Requests that an HTTP client would not send, because of the spelling of their paths or methods.
 */
public final class RawRequests
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    // no status
    private static final int CLOSED = 0;

    private RawRequests() {}

    /**
     * Sends a request with a body of one byte.
     *
     * @param request method and path
     * @param headers complete lines, which may be empty
     * @return status of the answer, or 0 if the connection was closed
     */
    public static int status(URI server, String request, String headers, String contentType)
            throws IOException
    {
        return status(server, request, headers, contentType, "x");
    }

    /**
     * Sends a request with an ASCII body.
     */
    public static int status(URI server, String request, String headers, String contentType, String body)
            throws IOException
    {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(toIntExact(TIMEOUT.toMillis()));
            socket.getOutputStream().write("%s HTTP/1.1\r\nHost: server\r\n%sContent-Type: %s\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s"
                    .formatted(request, headers, contentType, body.length(), body)
                    .getBytes(US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
            if (line == null) {
                // the web server takes the path for an ambiguous one, and hangs up
                return CLOSED;
            }
            verify(line.startsWith("HTTP/1.1 "), "not an answer: %s", line);
            return Integer.parseInt(line.split(" ")[1]);
        }
    }

    /**
     * Returns whether the server has refused a request with this status.
     */
    public static boolean isRefused(int status)
    {
        return status == CLOSED || (status >= 400 && status < 500);
    }
}
