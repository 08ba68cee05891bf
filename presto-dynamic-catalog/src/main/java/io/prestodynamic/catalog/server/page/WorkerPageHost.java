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
package io.prestodynamic.catalog.server.page;

import io.prestodynamic.catalog.worker.KnownCoordinator;

import javax.inject.Inject;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Worker, which has no page of its own.
 */
public class WorkerPageHost
        implements PageHost
{
    private final KnownCoordinator knownCoordinator;

    @Inject
    public WorkerPageHost(KnownCoordinator knownCoordinator)
    {
        this.knownCoordinator = requireNonNull(knownCoordinator, "knownCoordinator is null");
    }

    @Override
    public Optional<Refusal> getRefusal()
    {
        return Optional.of(new Refusal("This node is a worker. Its coordinator shows and changes catalogs.", knownCoordinator.find()));
    }
}
