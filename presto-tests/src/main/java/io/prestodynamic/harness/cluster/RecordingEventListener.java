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

import com.facebook.presto.spi.Plugin;
import com.facebook.presto.spi.eventlistener.EventListener;
import com.facebook.presto.spi.eventlistener.EventListenerFactory;
import com.facebook.presto.spi.eventlistener.QueryCompletedEvent;
import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An event listener that keeps the events of completed queries.
 */
public class RecordingEventListener
        implements EventListener, Plugin, EventListenerFactory
{
    private final List<QueryCompletedEvent> completed = new CopyOnWriteArrayList<>();

    public List<QueryCompletedEvent> getCompleted()
    {
        return completed;
    }

    @Override
    public void queryCompleted(QueryCompletedEvent event)
    {
        completed.add(event);
    }

    @Override
    public Iterable<EventListenerFactory> getEventListenerFactories()
    {
        return ImmutableList.of(this);
    }

    @Override
    public String getName()
    {
        return "recording";
    }

    @Override
    public EventListener create(Map<String, String> config)
    {
        return this;
    }
}
