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
package io.prestodynamic.catalog.lease.peer;

import com.google.common.collect.ImmutableList;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Discovery without other coordinators.
 */
public class NoPeers
        implements LeasePeers
{
    @Override
    public CompletableFuture<List<LeasePeer>> list()
    {
        return CompletableFuture.completedFuture(ImmutableList.of());
    }

    @Override
    public CompletableFuture<LeaseAnswer> ask(LeasePeer peer, long term)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Reachability> probe(URI coordinator)
    {
        return CompletableFuture.completedFuture(Reachability.SILENT);
    }
}
