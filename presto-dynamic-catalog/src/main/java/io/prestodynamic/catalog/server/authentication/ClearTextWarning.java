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
package io.prestodynamic.catalog.server.authentication;

import com.facebook.airlift.log.Logger;
import com.facebook.airlift.node.NodeInfo;
import com.google.common.net.InetAddresses;

import javax.annotation.PostConstruct;
import javax.inject.Inject;

import java.net.InetAddress;
import java.net.UnknownHostException;

import static java.util.Objects.requireNonNull;

/**
 * Warning at the start of a node that shares no secret with the others. There is none if the other nodes reach this one by loopback.
 */
class ClearTextWarning
{
    private static final Logger log = Logger.get(ClearTextWarning.class);

    private final String address;

    @Inject
    ClearTextWarning(NodeInfo nodeInfo)
    {
        this.address = requireNonNull(nodeInfo, "nodeInfo is null").getInternalAddress();
    }

    @PostConstruct
    public void warn()
    {
        if (!isLoopback()) {
            log.warn("internal-communication.shared-secret is not set: coordinators send the definitions of all catalogs, with their passwords, in clear text to every node " +
                    "that announces itself to discovery, and workers load the catalogs that anybody sends them");
        }
    }

    private boolean isLoopback()
    {
        try {
            // the address of another family can have brackets
            return (InetAddresses.isUriInetAddress(address) ? InetAddresses.forUriString(address) : InetAddress.getByName(address)).isLoopbackAddress();
        }
        catch (UnknownHostException e) {
            return false;
        }
    }
}
