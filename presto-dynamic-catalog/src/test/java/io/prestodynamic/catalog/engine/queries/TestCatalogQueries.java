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
package io.prestodynamic.catalog.engine.queries;

import com.facebook.presto.common.ErrorType;
import com.facebook.presto.spi.ConnectorId;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.queries.CatalogQueries.Outcomes;
import io.prestodynamic.catalog.engine.TestingCatalogNames;
import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.limits.TestingCatalogLimits;
import io.prestodynamic.catalog.secrets.TestingSecrets;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import static com.facebook.presto.common.ErrorType.EXTERNAL;
import static com.facebook.presto.common.ErrorType.INSUFFICIENT_RESOURCES;
import static com.facebook.presto.common.ErrorType.INTERNAL_ERROR;
import static com.facebook.presto.common.ErrorType.USER_ERROR;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static io.prestodynamic.catalog.engine.errors.TestingConnectorFailures.connectorFailures;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogQueries
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Optional<ErrorType> SUCCESS = Optional.empty();
    private static final CatalogVersion SALES = version("sales", 1);
    private static final CatalogVersion NEW_SALES = version("sales", 2);
    private static final CatalogVersion HR = version("hr", 1);

    private LocalCatalogs catalogs;
    private CatalogQueries queries;

    @BeforeMethod
    public void setUp()
    {
        catalogs = new LocalCatalogs(new TestingConnectorVersions(), new TestingCatalogNames(), TestingSecrets.none(), TestingFiles.none(), TestingCatalogLimits.none(), connectorFailures());
        queries = new CatalogQueries(new TestingConnectorUsers(SALES.connectorId(), Set::of), catalogs);
        load(SALES);
        load(NEW_SALES);
        load(HR);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        catalogs.stop();
    }

    @Test
    public void testOutcomes()
    {
        assertThat(queries.getOutcomes("sales")).isEqualTo(Outcomes.NONE);
        end(SUCCESS, SALES, HR);
        end(SUCCESS, NEW_SALES);
        end(SUCCESS, SALES, NEW_SALES);
        end(Optional.of(EXTERNAL), NEW_SALES);
        end(Optional.of(USER_ERROR), HR);
        end(Optional.of(USER_ERROR), HR);

        assertThat(queries.getOutcomes("sales").finished()).isEqualTo(3);
        assertThat(queries.getOutcomes("sales").failed()).containsEntry(EXTERNAL, 1L).containsEntry(USER_ERROR, 0L);
        assertThat(queries.getOutcomes("hr").finished()).isEqualTo(1);
        assertThat(queries.getOutcomes("hr").failed())
                .containsEntry(EXTERNAL, 0L)
                .containsEntry(USER_ERROR, 2L)
                .containsEntry(INTERNAL_ERROR, 0L)
                .containsEntry(INSUFFICIENT_RESOURCES, 0L);
    }

    @Test
    public void testOtherCatalogs()
    {
        queries.queryEnded(Set.of(new ConnectorId("system")), SUCCESS);
        assertThat(queries.getOutcomes("system")).isEqualTo(Outcomes.NONE);
    }

    @Test
    public void testRemovedCatalogIsForgotten()
    {
        end(SUCCESS, SALES);
        catalogs.close(SALES.connectorId());
        end(SUCCESS, NEW_SALES);
        assertThat(queries.getOutcomes("sales").finished()).isEqualTo(2);

        catalogs.close(NEW_SALES.connectorId());
        end(SUCCESS, NEW_SALES);
        assertThat(queries.getOutcomes("sales").finished()).isEqualTo(2);
        end(SUCCESS, HR);
        assertThat(queries.getOutcomes("sales")).isEqualTo(Outcomes.NONE);
        assertThat(queries.getOutcomes("hr").finished()).isEqualTo(1);
    }

    private void load(CatalogVersion version)
    {
        assertThat(catalogs.load(version)).succeedsWithin(TIMEOUT);
    }

    private void end(Optional<ErrorType> error, CatalogVersion... versions)
    {
        queries.queryEnded(Set.of(versions).stream().map(CatalogVersion::connectorId).collect(toImmutableSet()), error);
    }
}
