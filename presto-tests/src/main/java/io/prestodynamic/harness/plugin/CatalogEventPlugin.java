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
package io.prestodynamic.harness.plugin;

import com.facebook.presto.spi.Plugin;
import com.facebook.presto.spi.eventlistener.EventListener;
import com.facebook.presto.spi.eventlistener.EventListenerFactory;
import io.prestodynamic.catalog.spi.CatalogEvent;
import io.prestodynamic.catalog.spi.CatalogEventListener;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

/**
 * An event listener that writes a line for each attempt to change catalogs into the file of its configuration. It fails if the comment of the attempt is {@link #FAIL}, and
 * does not return if it is {@link #HANG}.
 */
public class CatalogEventPlugin
        implements Plugin, EventListenerFactory
{
    public static final String NAME = "catalog-events";
    public static final String FAIL = "fail";
    public static final String HANG = "hang";

    @Override
    public Iterable<EventListenerFactory> getEventListenerFactories()
    {
        return List.of(this);
    }

    @Override
    public String getName()
    {
        return NAME;
    }

    @Override
    public EventListener create(Map<String, String> config)
    {
        return new Listener(Path.of(config.get("catalog-events.file")));
    }

    private record Listener(Path file)
            implements EventListener, CatalogEventListener
    {
        @Override
        public void catalogEvent(CatalogEvent event)
        {
            switch (event.comment().orElse("")) {
                case FAIL -> throw new IllegalStateException("it was told to fail");
                case HANG -> hang();
                default -> write("%s %s %s %s\n".formatted(event.user().orElse("-"), event.action(), event.catalogName().orElse("-"), event.outcome()));
            }
        }

        private void write(String line)
        {
            try {
                Files.writeString(file, line, CREATE, APPEND);
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void hang()
        {
            try {
                new CountDownLatch(1).await();
            }
            catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
