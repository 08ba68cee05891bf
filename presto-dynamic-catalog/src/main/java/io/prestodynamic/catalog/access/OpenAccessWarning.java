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
package io.prestodynamic.catalog.access;

import com.facebook.airlift.log.Logger;
import com.facebook.airlift.node.NodeInfo;

import javax.inject.Inject;

/**
 * Warning at the start of a coordinator that does not authenticate users, so that everybody has the rights of any user. There is none if only this machine reaches it.
 */
class OpenAccessWarning
{
    private static final Logger log = Logger.get(OpenAccessWarning.class);

    @Inject
    OpenAccessWarning(NodeInfo nodeInfo)
    {
        if (!nodeInfo.getBindIp().isLoopbackAddress()) {
            log.warn("Everybody who reaches this server may add, change and delete catalogs, in the name of any user: http-server.authentication.type is not set");
        }
    }
}
