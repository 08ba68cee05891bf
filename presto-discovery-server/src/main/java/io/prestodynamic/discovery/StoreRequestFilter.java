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

import io.airlift.http.client.HttpRequestFilter;
import io.airlift.http.client.Request;

import static io.airlift.http.client.Request.Builder.fromRequest;

/**
 * Asks other servers for their store in the format that the answer is read in, unless the request says another. Airlift's replicator (seen in 1.32, 1.33 and
 * 1.36), which asks for static announcements, does not say it, gets JSON, cannot read it as Smile, and keeps quiet about that.
 */
class StoreRequestFilter
        implements HttpRequestFilter
{
    private static final String SMILE = "application/x-jackson-smile";

    @Override
    public Request filterRequest(Request request)
    {
        boolean readsStore = request.getMethod().equals("GET") && request.getUri().getPath().startsWith("/v1/store/") && request.getHeader("Accept") == null;
        return readsStore ? fromRequest(request).setHeader("Accept", SMILE).build() : request;
    }
}
