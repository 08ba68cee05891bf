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

import com.facebook.presto.common.RuntimeStats;
import com.facebook.presto.spi.QueryId;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.spi.security.AccessControlContext;
import com.facebook.presto.spi.security.AllowAllAccessControl;
import com.facebook.presto.spi.security.Identity;
import io.prestodynamic.catalog.history.ChangeOrigin;

import java.util.Optional;

import static io.prestodynamic.catalog.history.ChangeSource.HTTP;

/**
 * Users of tests.
 */
public final class TestingCallers
{
    /**
     * A user who may do everything under {@link #open}.
     */
    public static final Caller ANYBODY = caller("anybody");

    private TestingCallers() {}

    public static Caller caller(String user)
    {
        return new Caller(
                new Identity(user, Optional.empty()),
                new AccessControlContext(new QueryId("test"), Optional.empty(), Optional.empty(), WarningCollector.NOOP, new RuntimeStats()),
                new ChangeOrigin(HTTP, Optional.of(user), Optional.empty(), Optional.of("127.0.0.1"), Optional.empty(), Optional.empty()));
    }

    /**
     * Everybody may do everything, as without authentication and without rules.
     */
    public static CatalogAccessControl open()
    {
        return new CatalogAccessControl(new AllowAllAccessControl(), () -> CatalogAccessModule.WITHOUT_AUTHENTICATION);
    }
}
