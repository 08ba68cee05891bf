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

import com.facebook.airlift.log.Logger;

import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * What one connector leaves behind when it is closed, or could not be created: the one place where it is taken away.
 */
public class ConnectorLeftovers
{
    private static final Logger log = Logger.get(ConnectorLeftovers.class);

    private final ConnectorMBeans mbeans;
    // threads that drivers start once and for ever keep what they inherit, so it holds nothing
    private final Object owner = new Object();

    public ConnectorLeftovers(ConnectorMBeans mbeans)
    {
        this.mbeans = requireNonNull(mbeans, "mbeans is null");
    }

    /**
     * Runs what creates or closes the connector, so that what it registers is known to be the connector's.
     */
    public <T> T runAs(Supplier<T> action)
    {
        return mbeans.runAs(owner, action);
    }

    /**
     * Takes away what is left, after the connector was closed.
     */
    public void remove()
    {
        try {
            mbeans.runAs(owner, () -> {
                LifeCycleHooks.runAndRemove(thread -> mbeans.isOwner(owner, thread));
                return null;
            });
        }
        // the connector's own code runs
        catch (Throwable e) {
            log.error(e, "Error removing what a connector has left behind");
        }
        finally {
            mbeans.release(owner);
        }
    }
}
