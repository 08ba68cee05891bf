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
package io.prestodynamic.chaos.history;

/**
 * Result of an operation, as the client knows it from the answer.
 */
public enum Outcome
{
    /**
     * There was no catalog with the name, and now there is: 200 to {@code add}, 201 to {@code PUT}.
     */
    CREATED,
    /**
     * There was a catalog with the name, and now there is another one.
     */
    REPLACED,
    /**
     * There was a catalog with the name, and now there is none.
     */
    DELETED,
    /**
     * The read or the query saw a generation.
     */
    SAW,
    /**
     * There was no catalog with the name: the query reported that, or the request was answered with 404.
     */
    ABSENT,
    /**
     * Refused because there was a catalog with the name.
     */
    EXISTS,
    /**
     * 202 to a change, which takes effect when a node can run it, or a read of a catalog that no node can run.
     */
    PENDING,
    /**
     * Refused for a reason that is unrelated to the state of the catalog. Nothing has changed.
     */
    REFUSED,
    /**
     * The request was never sent.
     */
    UNREACHABLE,
    /**
     * No answer, or one that does not show whether anything has changed. A change may take effect at any later time, or never.
     */
    UNKNOWN,
    /**
     * The query failed, for another reason than a missing catalog.
     */
    FAILED,
    /**
     * The rows that the query saw cannot be those of one generation.
     */
    MIXED;

    /**
     * Returns whether the answer shows the state of the catalog at a moment during the operation.
     */
    public boolean isDefinite()
    {
        return switch (this) {
            case CREATED, REPLACED, DELETED, SAW, ABSENT, EXISTS -> true;
            default -> false;
        };
    }

    /**
     * Returns whether a change may still take effect after its answer.
     */
    public boolean isOpen()
    {
        return this == PENDING || this == UNKNOWN;
    }

    /**
     * Returns whether the operation was not carried out for a reason that only a fault excuses.
     */
    public boolean needsExcuse()
    {
        return this == UNREACHABLE || this == UNKNOWN || this == FAILED;
    }
}
