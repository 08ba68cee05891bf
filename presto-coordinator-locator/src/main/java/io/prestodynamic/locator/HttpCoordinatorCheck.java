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
package io.prestodynamic.locator;

import java.io.IOException;

import static java.util.Objects.requireNonNull;

/**
 * Check by {@code GET /v1/info}.
 */
final class HttpCoordinatorCheck
        implements CoordinatorCheck
{
    private final LocatorHttpClient httpClient;

    HttpCoordinatorCheck(LocatorHttpClient httpClient)
    {
        this.httpClient = requireNonNull(httpClient, "httpClient is null");
    }

    @Override
    public CheckResult check(Coordinator coordinator)
            throws IOException, InterruptedException
    {
        LocatorHttpClient.Response response = httpClient.get(coordinator.uri().resolve("/v1/info"));
        return ServerInfoResponse.check(coordinator, response.status(), response.body());
    }
}
