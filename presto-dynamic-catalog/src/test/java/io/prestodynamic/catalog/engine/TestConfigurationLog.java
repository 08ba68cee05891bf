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
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import static com.google.common.util.concurrent.Uninterruptibles.joinUninterruptibly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestConfigurationLog
{
    // those of airlift's Bootstrap and of Guice, in whatever class loader
    private final List<Logger> loggers = List.of(Logger.getLogger("Bootstrap"), Logger.getLogger("com.google.inject.Guice"));
    // those of airlift's standard error and of Hadoop
    private final List<Logger> fileLoggers = List.of(Logger.getLogger("stderr"), Logger.getLogger("org.apache.hadoop.conf.Configuration"));
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new RecordingHandler();

    @BeforeMethod
    public void setUp()
    {
        logged.clear();
        allLoggers().forEach(logger -> {
            logger.setUseParentHandlers(false);
            logger.addHandler(handler);
        });
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        allLoggers().forEach(logger -> {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        });
    }

    @DataProvider
    public Object[][] loggers()
    {
        return loggers.stream().map(logger -> new Object[] {logger}).toArray(Object[][]::new);
    }

    private Stream<Logger> allLoggers()
    {
        return Stream.concat(loggers.stream(), fileLoggers.stream());
    }

    @Test
    public void testFilesAreNotQuoted()
    {
        for (Logger logger : fileLoggers) {
            logged.clear();
            ConfigurationLog.withoutConfiguration(() -> {
                logger.warning("[Fatal Error] core-site.xml:1:57: The entity \"s3cret\" was referenced");
                logger.log(Level.SEVERE, "error parsing conf core-site.xml", new IllegalStateException("s3cret"));
                logger.warning("fs.default.name is deprecated");
                return "connector";
            });
            logger.warning("[Fatal Error] of something else");
            assertThat(logged).containsExactly("fs.default.name is deprecated", "[Fatal Error] of something else");
        }
    }

    @Test(dataProvider = "loggers")
    public void testConfigurationIsNotLogged(Logger logger)
    {
        String created = ConfigurationLog.withoutConfiguration(() -> {
            logger.info("connection-url  jdbc:mysql://u:s3cret@host");
            runInThread(() -> logger.info("connection-url  jdbc:mysql://u:s3cret@host"));
            logger.warning("UNUSED PROPERTIES");
            return "connector";
        });
        assertThat(created).isEqualTo("connector");
        assertThat(logged).containsExactly("UNUSED PROPERTIES");
    }

    @Test(dataProvider = "loggers")
    public void testOthersAreLogged(Logger logger)
    {
        assertThatThrownBy(() -> ConfigurationLog.withoutConfiguration(() -> {
            throw new IllegalStateException("refused");
        })).hasMessage("refused");
        ConfigurationLog.withoutConfiguration(() -> "connector");
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
