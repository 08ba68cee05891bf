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

import com.facebook.airlift.http.server.AuthorizationResult;
import com.facebook.airlift.http.server.Authorizer;
import com.facebook.airlift.http.server.ConfigurationBasedAuthorizer;
import io.prestodynamic.catalog.server.metrics.ScraperPrincipal;

import javax.inject.Inject;

import java.io.IOException;
import java.security.Principal;
import java.util.Set;

import static com.facebook.airlift.http.server.AuthorizationResult.failure;
import static com.facebook.airlift.http.server.AuthorizationResult.success;
import static com.facebook.presto.server.security.RoleType.USER;

/**
 * Authorizer for {@code http-server.authorization.enabled}. Users have the roles of a file, or, without a file, the role {@code USER}. Nodes may send what
 * {@link InternalRequestFilter} lets through. A scraper has only been let through to the metrics.
 */
public class RoleAuthorizer
        implements Authorizer
{
    private final Authorizer users;

    @Inject
    public RoleAuthorizer(RoleConfig config)
            throws IOException
    {
        users = config.getRoleMapFile().isPresent() ? new ConfigurationBasedAuthorizer(config.getRoleMapFile().get()) : RoleAuthorizer::authorizeUser;
    }

    @Override
    public AuthorizationResult authorize(Principal principal, Set<String> allowedRoles, String requestUrl)
    {
        return principal instanceof NodePrincipal || principal instanceof ScraperPrincipal ? success() : users.authorize(principal, allowedRoles, requestUrl);
    }

    private static AuthorizationResult authorizeUser(Principal principal, Set<String> allowedRoles, String requestUrl)
    {
        return allowedRoles.contains(USER) ? success() : failure("only configuration-based-authorizer.role-regex-map.file-path gives the roles " + allowedRoles);
    }
}
