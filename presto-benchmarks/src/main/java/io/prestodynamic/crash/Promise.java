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
package io.prestodynamic.crash;

/**
 * Promise of a store, named after its violation.
 */
enum Promise
{
    /**
     * A catalog was acknowledged, and is missing.
     */
    LOST,
    /**
     * A catalog was removed, and exists again.
     */
    RESURRECTED,
    /**
     * A replacement was acknowledged, and another version exists.
     */
    UNDONE,
    /**
     * The store cannot be opened.
     */
    UNREADABLE,
    /**
     * The number of a version that was prepared, but not stored, was used again.
     */
    REPEATED_PREPARED,
    /**
     * A version string that was stored was used again, also after a copy has replaced the files.
     */
    REPEATED_VERSION,
    /**
     * The number of a version that was stored was used again.
     */
    REPEATED_NUMBER,
}
