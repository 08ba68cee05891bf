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

import com.facebook.airlift.discovery.client.Announcer;
import com.facebook.airlift.discovery.client.ServiceAnnouncement;
import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.util.concurrent.Futures.immediateFuture;
import static java.util.Objects.requireNonNull;

/**
 * Announcements that make this server a coordinator. After a withdrawal the same announcements are restored, because failure detectors distrust new ones for a
 * while.
 */
@ThreadSafe
public class CoordinatorAnnouncements
{
    private static final Set<String> SERVICE_TYPES = ImmutableSet.of("presto", "presto-coordinator");

    private final Announcer announcer;
    @GuardedBy("this")
    private Set<ServiceAnnouncement> withdrawn = ImmutableSet.of();
    @GuardedBy("this")
    private ListenableFuture<?> announcement = immediateFuture(null);

    @Inject
    public CoordinatorAnnouncements(Announcer announcer)
    {
        this.announcer = requireNonNull(announcer, "announcer is null");
    }

    /**
     * Removes the announcements. Must be repeated, because discovery may not answer.
     */
    public synchronized void withdraw()
    {
        Set<ServiceAnnouncement> present = announcer.getServiceAnnouncements().stream()
                .filter(service -> SERVICE_TYPES.contains(service.getType()))
                .collect(toImmutableSet());
        present.forEach(service -> announcer.removeServiceAnnouncement(service.getId()));
        withdrawn = ImmutableSet.<ServiceAnnouncement>builder().addAll(withdrawn).addAll(present).build();
        announce(!present.isEmpty());
    }

    public synchronized void restore()
    {
        boolean changed = !withdrawn.isEmpty();
        withdrawn.forEach(announcer::addServiceAnnouncement);
        withdrawn = ImmutableSet.of();
        announce(changed);
    }

    @GuardedBy("this")
    private void announce(boolean changed)
    {
        if (changed || hasFailed(announcement)) {
            announcement = announcer.forceAnnounce();
        }
    }

    private static boolean hasFailed(ListenableFuture<?> future)
    {
        if (!future.isDone()) {
            return false;
        }
        try {
            Futures.getDone(future);
            return false;
        }
        catch (ExecutionException | CancellationException e) {
            return true;
        }
    }
}
