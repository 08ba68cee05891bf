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

import io.airlift.log.Logger;
import io.airlift.node.NodeInfo;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;

import static java.util.Objects.requireNonNull;

/**
 * Warning that anybody can announce nodes, unless only this machine can.
 */
public class OpenPortWarning
{
    private static final Logger log = Logger.get(OpenPortWarning.class);

    private final NodeInfo node;

    @Inject
    public OpenPortWarning(NodeInfo node)
    {
        this.node = requireNonNull(node, "node is null");
    }

    @PostConstruct
    public void warn()
    {
        if (!node.getBindIp().isLoopbackAddress()) {
            log.warn("internal-communication.shared-secret is not set: whoever reaches the port of this server can announce a node, and coordinators send queries to it");
        }
    }
}
