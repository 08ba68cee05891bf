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
package io.prestodynamic.catalog.sync;

import com.facebook.presto.Session;
import com.facebook.presto.spi.Node;

/**
 * Which nodes can take part in a query, beside those that are asked for by connector. The patched {@code NodeScheduler} asks it for every stage.
 */
public interface QueryNodes
{
    /**
     * Whether the node has the version that the query writes to: stages that write are given to any node, whatever it has loaded.
     */
    boolean canRun(Session session, Node node);
}
