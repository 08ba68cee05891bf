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
package io.prestodynamic.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Messages of loggers with a common prefix of their names, until this is closed.
 */
public class TestingLog
        extends Handler
        implements AutoCloseable
{
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    // the logging framework holds loggers weakly
    private final Logger logger;

    public TestingLog(String name)
    {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    public List<String> getMessages()
    {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    /**
     * Returns the messages that are not warnings or errors.
     */
    public List<String> getInfos()
    {
        return records.stream().filter(record -> record.getLevel() == Level.INFO).map(LogRecord::getMessage).toList();
    }

    @Override
    public void publish(LogRecord record)
    {
        if (record.getLevel().intValue() >= Level.INFO.intValue()) {
            records.add(record);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close()
    {
        logger.removeHandler(this);
    }
}
