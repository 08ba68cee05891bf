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
package io.prestodynamic.catalog.coordinator.history;

import com.google.inject.Inject;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.CatalogAccessControl.Decision;
import io.prestodynamic.catalog.audit.RecentRefusals;
import io.prestodynamic.catalog.audit.Refusal;

import java.util.List;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static java.util.Objects.requireNonNull;

/**
 * Refused attempts as users may read them.
 */
public class CatalogRefusals
{
    private final RecentRefusals refusals;
    private final CatalogAccessControl accessControl;

    @Inject
    public CatalogRefusals(RecentRefusals refusals, CatalogAccessControl accessControl)
    {
        this.refusals = requireNonNull(refusals, "refusals is null");
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
    }

    /**
     * Returns the last refused attempts concerning catalogs that the caller may read and change, whatever their connectors are, newest first.
     */
    public List<Refusal> list(Caller caller, int limit)
    {
        List<Refusal> recent = refusals.list();
        Decision decision = accessControl.decide(caller, recent.stream().map(Refusal::catalogName).collect(toImmutableSet()));
        return recent.stream()
                .filter(refusal -> Stream.of(READ, CHANGE).allMatch(right -> decision.allowsWithEveryConnector(right, refusal.catalogName())))
                .limit(limit)
                .toList();
    }
}
