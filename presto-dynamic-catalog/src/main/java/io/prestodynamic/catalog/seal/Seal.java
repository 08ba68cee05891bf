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
package io.prestodynamic.catalog.seal;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * Proof that a node with the shared secret sent a request once. It is the value of a header. The bodies of the request and of its answer are bound to it.
 *
 * @param sender unique for each start of a node
 * @param number increases with each request of the sender
 */
record Seal(UUID sender, long number)
{
    static final String HEADER = "X-Presto-Catalog-Seal";
    /** Header with the freshness value that requests to a node need. */
    static final String FRESHNESS_HEADER = "X-Presto-Catalog-Freshness";
    /** Content encoding of a sealed body. */
    static final String ENCODING = "presto-sealed";

    private static final int BYTES = 3 * Long.BYTES;

    /**
     * Returns the value of the header.
     */
    String encode(NodeCipher cipher, Scope scope)
    {
        byte[] plaintext = ByteBuffer.allocate(BYTES)
                .putLong(sender.getMostSignificantBits())
                .putLong(sender.getLeastSignificantBits())
                .putLong(number)
                .array();
        return Base64.getUrlEncoder().encodeToString(cipher.encrypt(plaintext, scope.toString()));
    }

    /**
     * @throws SealException if the value was made with another secret or for another scope
     */
    static Seal decode(String header, NodeCipher cipher, Scope scope)
    {
        ByteBuffer plaintext;
        try {
            plaintext = ByteBuffer.wrap(cipher.decrypt(Base64.getUrlDecoder().decode(header), scope.toString()));
        }
        catch (IllegalArgumentException e) {
            throw new SealException();
        }
        return new Seal(new UUID(plaintext.getLong(), plaintext.getLong()), plaintext.getLong());
    }

    /**
     * Returns the context of the body of the request that has this header.
     */
    static String requestBody(String header)
    {
        return "request " + header;
    }

    /**
     * Returns the context of the answer to the request that has this header.
     */
    static String answerBody(String header)
    {
        return "answer " + header;
    }

    /**
     * Request for which a seal is valid.
     *
     * @param target path and query
     * @param receiver id of the node that it is sent to
     * @param freshness value that the receiver has given out
     */
    record Scope(String method, String target, String receiver, String freshness)
    {
        static Scope of(String method, URI uri, String receiver, String freshness)
        {
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return new Scope(method, uri.getRawPath() + query, receiver, freshness);
        }

        @Override
        public String toString()
        {
            // only the last part can contain a space
            return "seal %s %s %s %s".formatted(method, target, receiver, freshness);
        }
    }
}
