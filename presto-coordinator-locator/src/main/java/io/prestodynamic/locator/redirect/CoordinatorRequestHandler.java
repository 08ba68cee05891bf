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
package io.prestodynamic.locator.redirect;

import com.sun.net.httpserver.HttpExchange;

import java.io.Closeable;
import java.io.IOException;

/**
 * Handling of requests for a coordinator.
 */
interface CoordinatorRequestHandler
        extends Closeable
{
    /**
     * @param path raw path of the request, starting with a slash
     * @throws IOException if the response is incomplete and the connection must be closed
     * @throws UnavailableException if there is no response, and the client can retry
     */
    void handle(HttpExchange exchange, String path)
            throws IOException, InterruptedException, UnavailableException;

    /**
     * Called after the last request.
     */
    @Override
    default void close() {}
}
