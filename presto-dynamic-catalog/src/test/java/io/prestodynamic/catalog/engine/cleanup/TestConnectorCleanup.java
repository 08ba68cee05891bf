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
package io.prestodynamic.catalog.engine.cleanup;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.google.inject.Injector;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.engine.TrackingMBeanServerBuilder;
import org.testng.annotations.Test;

import javax.annotation.PreDestroy;

import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

public class TestConnectorCleanup
{
    @Test
    public void testLifeCycleThatIsNeverStopped()
    {
        ConnectorCleanup first = new ConnectorCleanup(TrackingMBeanServerBuilder.platformMBeans());
        ConnectorCleanup second = new ConnectorCleanup(TrackingMBeanServerBuilder.platformMBeans());
        Resource firstResource = first.runAs(() -> create().getInstance(Resource.class));
        Resource secondResource = second.runAs(() -> create().getInstance(Resource.class));

        first.remove();
        assertThat(firstResource.closed).hasValue(1);
        assertThat(secondResource.closed).hasValue(0);
        first.remove();
        assertThat(firstResource.closed).hasValue(1);
        second.remove();
        assertThat(secondResource.closed).hasValue(1);
    }

    @Test
    public void testLifeCycleThatIsStopped()
    {
        ConnectorCleanup cleanup = new ConnectorCleanup(TrackingMBeanServerBuilder.platformMBeans());
        Injector injector = cleanup.runAs(TestConnectorCleanup::create);
        injector.getInstance(LifeCycleManager.class).stop();
        cleanup.remove();
        assertThat(injector.getInstance(Resource.class).closed).hasValue(1);
    }

    @Test
    public void testOtherHooksAreLeftAlone()
    {
        AtomicInteger runs = new AtomicInteger();
        ConnectorCleanup cleanup = new ConnectorCleanup(TrackingMBeanServerBuilder.platformMBeans());
        Thread hook = cleanup.runAs(() -> {
            Thread thread = new Thread(runs::incrementAndGet);
            Runtime.getRuntime().addShutdownHook(thread);
            return thread;
        });
        cleanup.remove();
        assertThat(runs).hasValue(0);
        assertThat(Runtime.getRuntime().removeShutdownHook(hook)).isTrue();
    }

    @Test
    public void testNobodysLifeCycle()
    {
        Injector injector = create();
        new ConnectorCleanup(TrackingMBeanServerBuilder.platformMBeans()).remove();
        assertThat(injector.getInstance(Resource.class).closed).hasValue(0);
        injector.getInstance(LifeCycleManager.class).stop();
    }

    private static Injector create()
    {
        return new Bootstrap(binder -> binder.bind(Resource.class).in(Scopes.SINGLETON))
                .doNotInitializeLogging()
                .quiet()
                .initialize();
    }

    public static class Resource
    {
        private final AtomicInteger closed = new AtomicInteger();

        @PreDestroy
        public void close()
        {
            closed.incrementAndGet();
        }
    }
}
