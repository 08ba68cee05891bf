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
package io.prestodynamic.catalog.sync.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import java.net.URI;

import static java.util.Objects.requireNonNull;

/**
 * Address from which a worker can fetch the files of catalogs. {@link #toString} omits the token.
 *
 * @param coordinator address of the coordinator for other nodes
 * @param token secret that the coordinator asks for. It sends it to nodes along with definitions, so nobody else can fetch files even if the nodes share no secret.
 */
public record FileAddress(@JsonProperty("coordinator") URI coordinator, @JsonProperty("token") String token)
{
    /**
     * Header of requests with the token.
     */
    public static final String TOKEN_HEADER = "X-Presto-Catalog-File-Token";

    private static final String PATH = "/v1/catalogSync/file/";

    @JsonCreator
    public FileAddress
    {
        requireNonNull(coordinator, "coordinator is null");
        requireNonNull(token, "token is null");
    }

    public URI resolve(String sha256)
    {
        return coordinator.resolve(PATH + sha256);
    }

    @Override
    public String toString()
    {
        return coordinator.toString();
    }
}
