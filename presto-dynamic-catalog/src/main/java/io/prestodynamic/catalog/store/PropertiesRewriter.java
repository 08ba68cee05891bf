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
package io.prestodynamic.catalog.store;

import java.util.Map;

/**
 * Changes the form in which the properties of a definition are stored.
 */
@FunctionalInterface
public interface PropertiesRewriter
{
    /**
     * Returns the properties as they are to be stored, or the same ones if nothing is to be done.
     */
    Map<String, String> rewrite(String catalogName, String connectorName, Map<String, String> properties);
}
