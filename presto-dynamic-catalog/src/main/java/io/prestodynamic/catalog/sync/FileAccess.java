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
package io.prestodynamic.catalog.sync;

import com.facebook.presto.metadata.InternalNodeManager;
import com.google.inject.Inject;
import io.prestodynamic.catalog.sync.wire.FileAddress;

import java.security.MessageDigest;
import java.security.SecureRandom;

import static com.google.common.io.BaseEncoding.base16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Access of workers to the files of catalogs on this coordinator. The token differs for every start.
 */
public class FileAccess
{
    private static final int TOKEN_BYTES = 16;

    private final InternalNodeManager nodeManager;
    private final String token;

    @Inject
    public FileAccess(InternalNodeManager nodeManager)
    {
        this.nodeManager = requireNonNull(nodeManager, "nodeManager is null");
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.token = base16().lowerCase().encode(random);
    }

    public FileAddress address()
    {
        return new FileAddress(nodeManager.getCurrentNode().getInternalUri(), token);
    }

    /**
     * Returns whether somebody knows the token.
     */
    public boolean isGranted(String candidate)
    {
        return MessageDigest.isEqual(token.getBytes(UTF_8), candidate.getBytes(UTF_8));
    }
}
