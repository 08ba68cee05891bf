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

import com.facebook.presto.spi.PrestoWarning;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DELETED;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static io.prestodynamic.catalog.CatalogState.PENDING;
import static io.prestodynamic.catalog.NodeState.FAILED;
import static io.prestodynamic.catalog.NodeState.LOADED;
import static io.prestodynamic.catalog.NodeState.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

public class TestChangeWarnings
{
    @Test
    public void testReady()
    {
        assertThat(warning(ACTIVE, Optional.empty(), node("w1", LOADED, Optional.empty()))).isEmpty();
        assertThat(warning(DELETED, Optional.empty(), node("w1", UNREACHABLE, Optional.empty()))).isEmpty();
    }

    @Test
    public void testNodesThatAreNotReady()
    {
        assertThat(warning(ACTIVE, Optional.empty(), node("w1", LOADED, Optional.empty()), node("w2", FAILED, Optional.of("no plugin")), node("w3", UNREACHABLE, Optional.empty())))
                .contains("Some nodes cannot run queries on catalog sales yet; not ready: w2 is FAILED (no plugin); w3 is UNREACHABLE");
        assertThat(warning(PENDING, Optional.of("there are no workers"))).contains("Catalog sales is stored, and no node can run queries on it yet (there are no workers)");
    }

    @Test
    public void testInUse()
    {
        assertThat(warning(DRAINING, Optional.empty())).contains("Catalog sales is deleted, and 2 running queries still use it");
    }

    private static NodeInfo node(String nodeId, NodeState state, Optional<String> error)
    {
        return new NodeInfo(nodeId, false, state, Optional.empty(), error);
    }

    private static Optional<String> warning(CatalogState state, Optional<String> error, NodeInfo... nodes)
    {
        CatalogInfo catalog = new CatalogInfo(
                "sales",
                Optional.of("mysql"),
                Map.of(),
                CatalogFiles.NONE,
                CatalogInfo.Source.DYNAMIC,
                Optional.of("1-a"),
                state,
                Optional.empty(),
                Optional.empty(),
                CatalogSettings.DEFAULT,
                2,
                List.of(),
                error,
                List.of(nodes));
        return ChangeWarnings.of(catalog).map(PrestoWarning::getMessage);
    }
}
