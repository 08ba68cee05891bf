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
package io.prestodynamic.catalog.engine;

import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static com.google.common.util.concurrent.Uninterruptibles.joinUninterruptibly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestBootstrapLog
{
    // the logger of airlift's Bootstrap, in whatever class loader
    private final Logger logger = Logger.getLogger("Bootstrap");
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new RecordingHandler();

    @BeforeMethod
    public void setUp()
    {
        logged.clear();
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    public void testConfigurationIsNotLogged()
    {
        String created = BootstrapLog.withoutConfiguration(() -> {
            logger.info("connection-url  jdbc:mysql://u:s3cret@host");
            runInThread(() -> logger.info("connection-url  jdbc:mysql://u:s3cret@host"));
            logger.warning("UNUSED PROPERTIES");
            return "connector";
        });
        assertThat(created).isEqualTo("connector");
        assertThat(logged).containsExactly("UNUSED PROPERTIES");
    }

    @Test
    public void testOthersAreLogged()
    {
        assertThatThrownBy(() -> BootstrapLog.withoutConfiguration(() -> {
            throw new IllegalStateException("refused");
        })).hasMessage("refused");
        BootstrapLog.withoutConfiguration(() -> "connector");
        logger.info("connection-url of a static catalog");
        assertThat(logged).containsExactly("connection-url of a static catalog");
    }

    private static void runInThread(Runnable action)
    {
        Thread thread = new Thread(action);
        thread.start();
        joinUninterruptibly(thread);
    }

    private class RecordingHandler
            extends Handler
    {
        @Override
        public void publish(LogRecord record)
        {
            logged.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
