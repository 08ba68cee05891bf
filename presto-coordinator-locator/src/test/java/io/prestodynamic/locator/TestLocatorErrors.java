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
package io.prestodynamic.locator;

import io.prestodynamic.locator.testing.CapturedLog;
import io.prestodynamic.locator.testing.FakeCoordinator;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Errors of the program, such as an incomplete class path.
 */
@Test(singleThreaded = true)
public class TestLocatorErrors
        extends AbstractTestLocator
{
    private CapturedLog log;

    @BeforeMethod
    public void captureLog()
    {
        log = closeLater(new CapturedLog(SharedSearch.class));
    }

    @Test
    public void testErrorOfAQuestion()
    {
        Error missing = new NoClassDefFoundError("com/example/Missing");
        CoordinatorLocator locator = closeLater(builder(discoveryServer().announce("c1", coordinator().uri()))
                .check(coordinator -> {
                    throw missing;
                })
                .build());

        assertThatThrownBy(() -> locator.await(LONG)).isSameAs(missing);
        assertThatThrownBy(locator::locate).isSameAs(missing);
        assertThat(log.thrown()).isNotEmpty().containsOnly(missing);
    }

    @Test
    public void testLocatorOutlivesAnError()
    {
        FakeCoordinator coordinator = coordinator();
        Error missing = new NoClassDefFoundError("com/example/Missing");
        List<Error> errors = new CopyOnWriteArrayList<>(List.of(missing));
        CoordinatorLocator locator = closeLater(builder(discoveryServer().announce("c1", coordinator.uri()))
                .check(checked -> {
                    if (!errors.isEmpty()) {
                        throw errors.remove(0);
                    }
                    return CheckResult.usable();
                })
                .build());

        assertThatThrownBy(locator::refresh).isSameAs(missing);
        assertThat(uri(locator.refresh())).contains(coordinator.uri());
    }

    @Test
    public void testExceptionOfACheck()
    {
        FakeCoordinator coordinator = coordinator();
        CoordinatorLocator locator = closeLater(builder(discoveryServer().announce("c1", coordinator.uri()))
                .check(checked -> {
                    throw new IllegalStateException("broken");
                })
                .build());

        assertThat(locator.locate()).isEmpty();
        assertThat(locator.status().problems())
                .containsExactly("coordinator c1 at %s could not be asked: java.lang.IllegalStateException: broken".formatted(coordinator.uri()));
    }
}
