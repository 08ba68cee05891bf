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
package io.prestodynamic.locator.jdbc;

import com.facebook.presto.jdbc.internal.common.ErrorCode;
import com.facebook.presto.jdbc.internal.okhttp3.HttpUrl;
import com.facebook.presto.jdbc.internal.okhttp3.MediaType;
import com.facebook.presto.jdbc.internal.okhttp3.Request;
import com.facebook.presto.jdbc.internal.okhttp3.Response;
import com.facebook.presto.jdbc.internal.okhttp3.ResponseBody;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.List;
import java.util.Map;

import static com.facebook.presto.jdbc.internal.okhttp3.Protocol.HTTP_1_1;
import static com.facebook.presto.jdbc.internal.spi.StandardErrorCode.REMOTE_HOST_GONE;
import static io.prestodynamic.locator.jdbc.ConnectionFailures.CONNECTION_FAILURE;

/**
 * Response with a failed query, in the form of a coordinator, for a query that has lost its coordinator.
 */
final class LostQuery
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final MediaType JSON = MediaType.parse("application/json");
    // index in /v1/statement/executing/{id}/{token}
    private static final int ID = 3;

    private LostQuery() {}

    static boolean isOfQuery(Request request)
    {
        List<String> path = request.url().pathSegments();
        return request.method().equals("GET") && path.size() > ID && path.get(0).equals("v1") && path.get(1).equals("statement");
    }

    static Response answer(Request request, String message)
            throws JsonProcessingException
    {
        HttpUrl url = request.url();
        ErrorCode code = REMOTE_HOST_GONE.toErrorCode();
        Map<String, Object> error = Map.of(
                "message", message,
                "sqlState", CONNECTION_FAILURE,
                "errorCode", code.getCode(),
                "errorName", code.getName(),
                "errorType", code.getType().name());
        Map<String, Object> results = Map.of(
                "id", url.pathSegments().get(ID),
                "infoUri", url.toString(),
                "stats", Map.of("state", "FAILED"),
                "warnings", List.of(),
                "error", error);
        return new Response.Builder()
                .request(request)
                .protocol(HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(JSON, MAPPER.writeValueAsString(results)))
                .build();
    }
}
