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
 * The answer of a redirector to a request that is for a coordinator.
 */
interface RequestAnswer
        extends Closeable
{
    /**
     * @param path of the request as it was sent; starts with a slash
     * @throws IOException if the answer broke off; the connection is to be closed
     * @throws UnavailableException if nothing was answered, and the client is to try again
     */
    void answer(HttpExchange exchange, String path)
            throws IOException, InterruptedException, UnavailableException;

    /**
     * Called when no request is answered any more.
     */
    @Override
    default void close() {}
}
