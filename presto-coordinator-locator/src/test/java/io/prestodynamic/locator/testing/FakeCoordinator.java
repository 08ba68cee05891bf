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
package io.prestodynamic.locator.testing;

import java.util.Optional;

/**
 * Server that answers {@code /v1/info} as Presto does, and other requests with their content.
 */
public final class FakeCoordinator
        extends FakeHttpServer
{
    private volatile Response info = describe("test", true, false);
    private volatile Optional<Response> answer = Optional.empty();

    public FakeCoordinator ofEnvironment(String environment)
    {
        info = describe(environment, true, false);
        return this;
    }

    public FakeCoordinator starting()
    {
        info = describe("test", true, true);
        return this;
    }

    public FakeCoordinator started()
    {
        info = describe("test", true, false);
        return this;
    }

    public FakeCoordinator asWorker()
    {
        info = describe("test", false, false);
        return this;
    }

    /**
     * Requires a password for all requests.
     */
    public FakeCoordinator withAuthentication()
    {
        info = new Response(401, "Unauthorized");
        return this;
    }

    /**
     * Answers all other requests like this.
     */
    public void answer(int status, String body)
    {
        answer = Optional.of(new Response(status, body));
    }

    /**
     * Returns the number of requests for {@code /v1/info}.
     */
    public long checks()
    {
        return requests().stream()
                .filter(request -> request.target().equals("/v1/info"))
                .count();
    }

    @Override
    Response answer(Request request)
    {
        if (request.target().equals("/v1/info")) {
            return info;
        }
        return answer.orElseGet(() -> new Response(200, "%s %s %s".formatted(request.method(), request.target(), request.body())));
    }

    private static Response describe(String environment, boolean coordinator, boolean starting)
    {
        return new Response(200, """
                {"nodeVersion": {"version": "0.287"}, "environment": "%s", "coordinator": %s, "starting": %s, "uptime": "1.00m"}"""
                .formatted(environment, coordinator, starting));
    }
}
