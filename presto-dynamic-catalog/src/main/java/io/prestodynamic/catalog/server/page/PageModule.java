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
package io.prestodynamic.catalog.server.page;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;

import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;

/**
 * Bindings of the page that shows and changes catalogs. Who installs it binds {@link PageHost}.
 */
public class PageModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        binder.bind(PageFiles.class).in(Scopes.SINGLETON);
        jaxrsBinder(binder).bind(PageResource.class);
    }
}
