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
package io.prestodynamic.catalog.audit;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.google.inject.Binder;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;

import javax.inject.Singleton;

import java.util.Set;

import static com.google.inject.multibindings.Multibinder.newSetBinder;

/**
 * Audit logs of a coordinator: a file, the event listener, and the last refusals in memory.
 */
public class AuditModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        Multibinder<AuditLog> logs = newSetBinder(binder, AuditLog.class);
        if (buildConfigObject(AuditConfig.class).isEnabled()) {
            logs.addBinding().to(FileAuditLog.class).in(Scopes.SINGLETON);
        }
        binder.bind(EventListenerAuditLog.class).in(Scopes.SINGLETON);
        logs.addBinding().to(EventListenerAuditLog.class);
        binder.bind(RecentRefusals.class).in(Scopes.SINGLETON);
        logs.addBinding().to(RecentRefusals.class);
    }

    @Provides
    @Singleton
    public static AuditLog auditLog(Set<AuditLog> logs)
    {
        return record -> logs.forEach(log -> log.record(record));
    }
}
