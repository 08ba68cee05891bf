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

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.airlift.log.Logger;

import java.time.Duration;

import static io.prestodynamic.discovery.client.FailureReasons.toLine;

/**
 * Log of refused requests: one line for each sender and reason, because nodes repeat their requests every second.
 */
public class RefusedRequests
{
    private static final Logger log = Logger.get(RefusedRequests.class);

    private final Cache<String, Boolean> logged = CacheBuilder.newBuilder()
            .maximumSize(1000)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    /**
     * Logs the request, unless others from the address were refused for the same reason in the last minutes.
     *
     * @param request method and path
     */
    void record(String address, String request, String reason)
    {
        if (logged.asMap().putIfAbsent(address + " " + reason, true) == null) {
            log.warn("%s from %s is refused: %s. Nodes and discovery servers need the same internal-communication.shared-secret", toLine(request), address, reason);
        }
    }
}
