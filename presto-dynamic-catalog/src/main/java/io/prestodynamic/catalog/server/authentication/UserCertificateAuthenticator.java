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

import com.facebook.airlift.http.server.AuthenticationException;
import com.facebook.airlift.http.server.CertificateAuthenticator;

import javax.servlet.http.HttpServletRequest;

import java.security.Principal;

import static io.prestodynamic.catalog.server.authentication.InternalAuthenticator.hasTokenOnly;

/**
 * Authenticator of users by their certificates. Nodes have certificates too, but are known by their tokens.
 */
public class UserCertificateAuthenticator
        extends CertificateAuthenticator
{
    @Override
    public Principal authenticate(HttpServletRequest request)
            throws AuthenticationException
    {
        if (hasTokenOnly(request)) {
            throw new AuthenticationException(null);
        }
        return super.authenticate(request);
    }
}
