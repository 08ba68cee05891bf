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
package io.prestodynamic.catalog.sync.node;

import com.facebook.airlift.discovery.client.DiscoveryAnnouncementClient;
import com.facebook.airlift.discovery.client.ServiceAnnouncement;
import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import io.airlift.units.Duration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static com.google.common.util.concurrent.Futures.immediateFuture;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * A discovery service that records announcements, and answers on demand.
 */
public class TestingAnnouncementClient
        implements DiscoveryAnnouncementClient
{
    private final List<Set<ServiceAnnouncement>> announcements = new ArrayList<>();
    private SettableFuture<Duration> answer;

    public synchronized List<Set<ServiceAnnouncement>> getAnnouncements()
    {
        return List.copyOf(announcements);
    }

    public synchronized SettableFuture<Duration> getAnswer()
    {
        return answer;
    }

    @Override
    public synchronized ListenableFuture<Duration> announce(Set<ServiceAnnouncement> services)
    {
        announcements.add(ImmutableSet.copyOf(services));
        answer = SettableFuture.create();
        return answer;
    }

    public void succeed()
    {
        getAnswer().set(new Duration(30, SECONDS));
    }

    public void fail()
    {
        getAnswer().setException(new IllegalStateException("Connection refused"));
    }

    @Override
    public ListenableFuture<Void> unannounce()
    {
        return immediateFuture(null);
    }
}
