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
 * What a store promises, by how it is broken.
 */
enum Promise
{
    /**
     * A catalog was acknowledged, and is not there.
     */
    LOST,
    /**
     * A catalog was removed, and is there again.
     */
    RESURRECTED,
    /**
     * A replacement was acknowledged, and another version is there.
     */
    UNDONE,
    /**
     * The store cannot be opened.
     */
    UNREADABLE,
    /**
     * The number of a version was given out again that had been prepared, and not stored.
     */
    REPEATED_PREPARED,
    /**
     * A version string was given out again that had been stored, also where a copy took the place of the files in between.
     */
    REPEATED_VERSION,
    /**
     * The number of a version was given out again that had been stored.
     */
    REPEATED_NUMBER,
}
