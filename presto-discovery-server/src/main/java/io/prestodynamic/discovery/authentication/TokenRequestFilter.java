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
package io.prestodynamic.discovery.authentication;

import io.airlift.http.client.HttpRequestFilter;
import io.airlift.http.client.Request;
import jakarta.inject.Inject;

import static io.airlift.http.client.Request.Builder.fromRequest;
import static java.util.Objects.requireNonNull;

/**
 * Filter that adds a token of this server to what it tells and asks other discovery servers, and to no other request.
 */
public class TokenRequestFilter
        implements HttpRequestFilter
{
    private final NodeTokens tokens;

    @Inject
    public TokenRequestFilter(NodeTokens tokens)
    {
        this.tokens = requireNonNull(tokens, "tokens is null");
    }

    @Override
    public Request filterRequest(Request request)
    {
        String path = request.getUri().getPath();
        if (!path.startsWith("/v1/store/") && !path.startsWith("/v1/announcement/")) {
            return request;
        }
        return fromRequest(request).setHeader(NodeTokens.HEADER, tokens.sign()).build();
    }
}
