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
 * What the answer to {@code GET /v1/info} says of a coordinator.
 */
public final class InfoAnswer
{
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private InfoAnswer() {}

    /**
     * @param coordinator who was asked, as it is announced
     * @param status that of HTTP
     * @throws IOException where the body is not JSON; the message follows the coordinator's name in a sentence
     */
    public static CheckResult judge(Coordinator coordinator, int status, byte[] body)
            throws IOException
    {
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            // it is up, and tells only its users more; it announces itself when it has started
            return CheckResult.usable();
        }
        if (status != OK) {
            return CheckResult.refused("answered with status " + status);
        }
        return judge(JsonAnswer.parse(body), coordinator.environment());
    }

    private static CheckResult judge(JsonNode info, String announced)
    {
        String environment = JsonAnswer.text(info, "environment");
        if (environment.isEmpty() || !info.path("coordinator").isBoolean()) {
            return CheckResult.refused("answered what is no description of a Presto server");
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
