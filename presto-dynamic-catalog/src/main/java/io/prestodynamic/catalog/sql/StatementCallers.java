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
package io.prestodynamic.catalog.sql;

import com.facebook.presto.server.security.SecurityConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.Caller;

import javax.inject.Inject;

import static io.prestodynamic.catalog.CatalogErrorCode.INSECURE;

/**
 * Check of the users of statements. Presto has decided whether who is authenticated may be the user, but over plain HTTP it authenticates nobody.
 */
public class StatementCallers
{
    private final boolean authenticates;

    @Inject
    public StatementCallers(SecurityConfig config)
    {
        authenticates = !config.getAuthenticationTypes().isEmpty();
    }

    /**
     * @throws CatalogException with {@code INSECURE} if nobody is authenticated and the server asks for it
     */
    void check(Caller caller)
    {
        if (authenticates && caller.identity().getPrincipal().isEmpty()) {
            throw new CatalogException(INSECURE, "This server knows its users by HTTPS only: send the statement to its HTTPS port");
        }
    }
}
