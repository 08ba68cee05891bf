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
package io.prestodynamic.cli.client;

import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * User of requests, and what proves who it is.
 *
 * @param authorization value of the header {@code Authorization}; it is secret
 */
public record Credentials(Optional<String> user, Optional<String> authorization)
{
    public Credentials
    {
        requireNonNull(user, "user is null");
        requireNonNull(authorization, "authorization is null");
    }

    public static Credentials password(String user, String password)
    {
        String pair = "%s:%s".formatted(user, password);
        return new Credentials(Optional.of(user), Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))));
    }

    public static Credentials token(Optional<String> user, String token)
    {
        return new Credentials(user, Optional.of("Bearer " + token));
    }

    void addTo(HttpRequest.Builder request)
    {
        user.ifPresent(name -> request.header("X-Presto-User", name));
        authorization.ifPresent(value -> request.header("Authorization", value));
    }

    @Override
    public String toString()
    {
        return user.orElse("-");
    }
}
