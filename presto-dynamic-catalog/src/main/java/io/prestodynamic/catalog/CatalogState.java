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
package io.prestodynamic.catalog;

/**
 * State of a catalog. The names are part of the HTTP contract.
 */
public enum CatalogState
{
    /** Queries can use it. */
    ACTIVE,
    /** Stored, but no node can run it yet. */
    PENDING,
    /** Stored, but the coordinator cannot load it. */
    FAILED,
    /** Stored, and loaded nowhere. */
    DISABLED,
    /** Deleted or replaced, but queries still use it. */
    DRAINING,
    /** Deleted, and no query uses it. */
    DELETED,
}
