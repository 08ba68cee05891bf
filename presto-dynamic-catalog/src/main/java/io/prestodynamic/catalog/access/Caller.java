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

import com.facebook.presto.Session;
import com.facebook.presto.spi.security.AccessControlContext;
import com.facebook.presto.spi.security.Identity;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.ChangeSource;

import java.security.Principal;
import java.util.Optional;

import static io.prestodynamic.catalog.history.ChangeSource.SQL;
import static java.util.Objects.requireNonNull;

/**
 * User for whom something is done, as Presto's access control is asked about it, and as it is recorded.
 */
public record Caller(Identity identity, AccessControlContext context, ChangeOrigin origin)
{
    public Caller
    {
        requireNonNull(identity, "identity is null");
        requireNonNull(context, "context is null");
        requireNonNull(origin, "origin is null");
    }

    /**
     * Returns the user of a query.
     */
    public static Caller of(Session session)
    {
        ChangeOrigin origin = new ChangeOrigin(
                SQL,
                Optional.of(session.getUser()),
                session.getIdentity().getPrincipal().map(Principal::getName),
                session.getRemoteUserAddress(),
                Optional.of(session.getQueryId().getId()),
                Optional.empty());
        return new Caller(session.getIdentity(), session.getAccessControlContext(), origin);
    }

    public Caller withSource(ChangeSource source)
    {
        return new Caller(identity, context, origin.withSource(source));
    }

    /**
     * Returns the name of the user, which is empty if nobody has said it.
     */
    public String user()
    {
        return identity.getUser();
    }

    @Override
    public String toString()
    {
        return user().isEmpty() ? "A user without a name" : "User " + user();
    }
}
