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
package io.prestodynamic.locator.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Capture of the log of a class, which keeps it from the output.
 */
public final class CapturedLog
        implements AutoCloseable
{
    private final Logger logger;
    private final List<Throwable> thrown = new CopyOnWriteArrayList<>();

    public CapturedLog(Class<?> type)
    {
        logger = Logger.getLogger(type.getName());
        logger.setFilter(this::take);
    }

    /**
     * Returns the logged exceptions.
     */
    public List<Throwable> thrown()
    {
        return List.copyOf(thrown);
    }

    @Override
    public void close()
    {
        logger.setFilter(null);
    }

    private boolean take(LogRecord entry)
    {
        if (entry.getThrown() != null) {
            thrown.add(entry.getThrown());
        }
        return false;
    }
}
