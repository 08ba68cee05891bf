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
package io.prestodynamic.discovery;

import io.airlift.discovery.server.ForDynamicStore;
import io.airlift.discovery.store.Replicator;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;

import static jakarta.servlet.http.HttpServletResponse.SC_SERVICE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * Answers 503 to whoever asks for services until all other servers were asked once for what they know. A list that lacks most nodes is worse
 * than none: Presto takes nodes that it is not told of for gone, and keeps the last list where it gets no answer.
 */
class InitialReplicationFilter
        extends HttpFilter
{
    private final Replicator replicator;

    @Inject
    InitialReplicationFilter(@ForDynamicStore Replicator replicator)
    {
        this.replicator = requireNonNull(replicator, "replicator is null");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException
    {
        if (request.getRequestURI().startsWith("/v1/service") && replicator.getLastReplicationTimestamp() == 0) {
            response.sendError(SC_SERVICE_UNAVAILABLE, "The other discovery servers are being asked for what they know");
            return;
        }
        chain.doFilter(request, response);
    }
}
