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
package io.prestodynamic.catalog.server;

import com.google.inject.Binder;

import static org.weakref.jmx.guice.ExportBinder.newExporter;

/**
 * Exporter of MBeans. Dashboards use their names, so the names do not depend on the packages of the classes.
 */
final class CatalogMBeans
{
    private static final String DOMAIN = "io.prestodynamic.catalog.";

    private CatalogMBeans() {}

    static void export(Binder binder, String domain, Class<?> type)
    {
        newExporter(binder).export(type).as("%s%s:name=%s".formatted(DOMAIN, domain, type.getSimpleName()));
    }
}
