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
import io.prestodynamic.catalog.sync.node.TestingAnnouncementClient;
import org.testng.annotations.Test;

import java.util.Set;

import static com.facebook.airlift.discovery.client.ServiceAnnouncement.serviceAnnouncement;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCoordinatorAnnouncements
{
    private final ServiceAnnouncement presto = serviceAnnouncement("presto").addProperty("coordinator", "true").build();
    private final ServiceAnnouncement coordinator = serviceAnnouncement("presto-coordinator").build();
    private final ServiceAnnouncement jmx = serviceAnnouncement("jmx").build();

    @Test
    public void testTheVerySameAreGivenAgain()
    {
        TestingAnnouncementClient discovery = new TestingAnnouncementClient();
        CoordinatorAnnouncements announcements = new CoordinatorAnnouncements(new Announcer(discovery, ImmutableSet.of(presto, coordinator, jmx)));
        announcements.restore();
        assertThat(discovery.getAnnouncements()).as("nothing was taken back").isEmpty();

        announcements.withdraw();
        discovery.succeed();
        announcements.withdraw();
        assertThat(discovery.getAnnouncements()).containsExactly(Set.of(jmx));

        announcements.restore();
        discovery.succeed();
        announcements.restore();
        assertThat(discovery.getAnnouncements()).containsExactly(Set.of(jmx), Set.of(presto, coordinator, jmx));
    }

    @Test
    public void testDiscoveryDoesNotAnswer()
    {
        TestingAnnouncementClient discovery = new TestingAnnouncementClient();
        CoordinatorAnnouncements announcements = new CoordinatorAnnouncements(new Announcer(discovery, ImmutableSet.of(presto, coordinator, jmx)));
        announcements.withdraw();
        announcements.withdraw();
        assertThat(discovery.getAnnouncements()).as("one at a time").hasSize(1);
        discovery.fail();
        announcements.withdraw();
        assertThat(discovery.getAnnouncements()).containsExactly(Set.of(jmx), Set.of(jmx));
        discovery.succeed();
        announcements.withdraw();
        assertThat(discovery.getAnnouncements()).hasSize(2);
    }
}
