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

import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.server.InternalCommunicationConfig;

import javax.annotation.Priority;
import javax.inject.Inject;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.Provider;
import javax.ws.rs.ext.WriterInterceptor;
import javax.ws.rs.ext.WriterInterceptorContext;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

import static io.prestodynamic.catalog.seal.Seal.ENCODING;
import static javax.ws.rs.Priorities.AUTHENTICATION;
import static javax.ws.rs.core.HttpHeaders.CONTENT_ENCODING;
import static javax.ws.rs.core.Response.Status.PRECONDITION_FAILED;

/**
 * Filter of the requests to {@link Sealed} resources: opens their bodies, and seals the answers. A request without a valid seal is refused with status 412 and the
 * freshness value that it needs, which is not secret.
 */
@Provider
@Sealed
@Priority(AUTHENTICATION)
public class SealFilter
        implements ContainerRequestFilter, WriterInterceptor
{
    private final Optional<Opener> opener;

    @Inject
    public SealFilter(InternalCommunicationConfig config, NodeInfo nodeInfo)
    {
        this.opener = config.getSharedSecret().map(NodeCipher::new).map(cipher -> new Opener(cipher, new ReceivedSeals(cipher, nodeInfo.getNodeId())));
    }

    @Override
    public void filter(ContainerRequestContext request)
            throws IOException
    {
        if (opener.isPresent()) {
            opener.get().open(request);
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext response)
            throws IOException
    {
        String seal = (String) response.getProperty(Seal.HEADER);
        if (seal == null) {
            response.proceed();
            return;
        }
        OutputStream output = response.getOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        response.setOutputStream(body);
        response.getHeaders().putSingle(CONTENT_ENCODING, ENCODING);
        response.proceed();
        output.write(opener.orElseThrow().cipher().encrypt(body.toByteArray(), Seal.answerBody(seal)));
    }

    private record Opener(NodeCipher cipher, ReceivedSeals seals)
    {
        void open(ContainerRequestContext request)
                throws IOException
        {
            String seal = Optional.ofNullable(request.getHeaderString(Seal.HEADER)).orElse("");
            try {
                seals.accept(request.getMethod(), request.getUriInfo().getRequestUri(), seal);
                if (request.hasEntity()) {
                    request.setEntityStream(new ByteArrayInputStream(cipher.decrypt(request.getEntityStream().readAllBytes(), Seal.requestBody(seal))));
                }
                request.setProperty(Seal.HEADER, seal);
            }
            catch (SealException e) {
                request.abortWith(Response.status(PRECONDITION_FAILED).header(Seal.FRESHNESS_HEADER, seals.getFreshness()).build());
            }
        }
    }
}
