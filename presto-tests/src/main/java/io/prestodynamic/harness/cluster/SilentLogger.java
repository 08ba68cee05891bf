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
package io.prestodynamic.harness.cluster;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A logger that is silent until this is closed, for failures that a test provokes.
 */
public class SilentLogger
        implements AutoCloseable
{
    // the logging framework holds loggers weakly
    private final Logger logger;

    public SilentLogger(String name)
    {
        logger = Logger.getLogger(name);
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close()
    {
        logger.setLevel(null);
    }
}
