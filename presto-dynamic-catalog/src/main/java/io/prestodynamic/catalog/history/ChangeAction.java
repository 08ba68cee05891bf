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
package io.prestodynamic.catalog.history;

import com.google.common.collect.Sets;

import java.util.Set;

/**
 * Kind of a change. The names are part of the HTTP contract and of the stores.
 */
public enum ChangeAction
{
    ADDED,
    REPLACED,
    DELETED,
    /** A former version was stored again, in the place of another one or after a deletion. */
    RESTORED,
    /** The catalog is loaded again; its version stayed. */
    ENABLED,
    /** The catalog is kept, and loaded nowhere; its version stayed. */
    DISABLED,
    /** The catalog got another description; its version stayed. */
    DESCRIBED;

    /**
     * Changes of settings, which store no version.
     */
    public static final Set<ChangeAction> OF_SETTINGS = Sets.immutableEnumSet(ENABLED, DISABLED, DESCRIBED);
}
