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

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;

/**
 * Evaluation of the response to {@code GET /v1/info}.
 */
public final class ServerInfoResponse
{
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private ServerInfoResponse() {}

    /**
     * @param coordinator coordinator as announced
     * @throws IOException if the body is not JSON; the message has the reason without the name of the coordinator
     */
    public static CheckResult check(Coordinator coordinator, int status, byte[] body)
            throws IOException
    {
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            // it requires authentication for this request, and announces itself after its start only
            return CheckResult.usable();
        }
        if (status != OK) {
            return CheckResult.refused("answered with status " + status);
        }
        return check(JsonResponse.parse(body), coordinator.environment());
    }

    private static CheckResult check(JsonNode info, String announced)
    {
        String environment = JsonResponse.text(info, "environment");
        if (environment.isEmpty() || !info.path("coordinator").isBoolean()) {
            return CheckResult.refused("did not answer like a Presto server");
        }
        if (!environment.equals(announced)) {
            return CheckResult.refused("is of environment %s, not %s".formatted(environment, announced));
        }
        if (!info.path("coordinator").asBoolean()) {
            return CheckResult.refused("is not a coordinator");
        }
        if (info.path("starting").asBoolean()) {
            return CheckResult.refused("is starting");
        }
        return CheckResult.usable();
    }
}
