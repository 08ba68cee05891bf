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

/**
 * The kinds of store that {@code dynamic-catalog.store} names.
 */
public enum CatalogStoreType
{
    /**
     * A file in the node's data directory: for one coordinator, with nothing to install.
     */
    EMBEDDED,

    /**
     * A table in a database that several coordinators may share.
     */
    JDBC,

    /**
     * Nodes of a ZooKeeper ensemble that several coordinators may share, and that tells them of each other's changes.
     */
    ZOOKEEPER,
}
