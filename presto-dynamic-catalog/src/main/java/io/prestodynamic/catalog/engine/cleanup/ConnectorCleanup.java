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
 * Removal of what a connector leaves behind after it was closed, or after its creation failed.
 */
public class ConnectorCleanup
{
    private static final Logger log = Logger.get(ConnectorCleanup.class);

    private final ConnectorMBeans mbeans;
    // an object without references, because threads of drivers inherit it and may never end
    private final Object owner = new Object();

    public ConnectorCleanup(ConnectorMBeans mbeans)
    {
        this.mbeans = requireNonNull(mbeans, "mbeans is null");
    }

    /**
     * Runs the creation or close of the connector, and records what it registers.
     */
    public <T> T runAs(Supplier<T> action)
    {
        return mbeans.runAs(owner, action);
    }

    public void remove()
    {
        try {
            mbeans.runAs(owner, () -> {
                LifeCycleHooks.runAndRemove(thread -> mbeans.isOwner(owner, thread));
                return null;
            });
        }
        catch (Throwable e) {
            log.error(e, "Error cleaning up after a connector");
        }
        finally {
            mbeans.release(owner);
        }
    }
}
