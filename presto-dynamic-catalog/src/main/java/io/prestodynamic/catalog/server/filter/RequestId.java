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
package io.prestodynamic.catalog.server.filter;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import java.util.Optional;
import java.util.UUID;

/**
 * Id of a request about catalogs. The answer, the log and the history have it.
 */
public final class RequestId
{
    static final String HEADER = "X-Request-Id";
    private static final String ATTRIBUTE = RequestId.class.getName();

    private RequestId() {}

    /**
     * Gives the request an id, unless it has one. An id that the client has sent is not used, because it need not be unique.
     */
    public static void assign(HttpServletRequest request, HttpServletResponse response)
    {
        if (get(request).isPresent()) {
            return;
        }
        String id = UUID.randomUUID().toString();
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
    }

    public static Optional<String> get(HttpServletRequest request)
    {
        return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE));
    }
}
