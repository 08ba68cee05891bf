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
 * What a client learned from the answer to an operation.
 */
public enum Outcome
{
    /**
     * There was no catalog of the name, and now there is: 200 to {@code add}, 201 to {@code PUT}.
     */
    CREATED,
    /**
     * There was a catalog of the name, and now there is another one.
     */
    REPLACED,
    /**
     * There was a catalog of the name, and now there is none.
     */
    DELETED,
    /**
     * The read or the query saw a generation.
     */
    SAW,
    /**
     * There was no catalog of the name: the query said so, or the request was answered 404.
     */
    ABSENT,
    /**
     * Refused because there was a catalog of the name.
     */
    EXISTS,
    /**
     * 202 to a change, which takes effect when a node can run it; or a read of a catalog that no node can run.
     */
    PENDING,
    /**
     * Refused for a reason that tells nothing of the catalog. Nothing has changed.
     */
    REFUSED,
    /**
     * The request was never sent.
     */
    UNREACHABLE,
    /**
     * No answer, or one that does not say whether anything has changed. A change may take effect at any later time, or never.
     */
    UNKNOWN,
    /**
     * The query failed, and not because there was no such catalog.
     */
    FAILED,
    /**
     * The rows that the query saw cannot be those of one generation.
     */
    MIXED;

    /**
     * Whether the answer tells what the catalog was at a moment between the operation's beginning and its end.
     */
    public boolean isDefinite()
    {
        return switch (this) {
            case CREATED, REPLACED, DELETED, SAW, ABSENT, EXISTS -> true;
            default -> false;
        };
    }

    /**
     * Whether a change may still take effect after its answer.
     */
    public boolean isOpen()
    {
        return this == PENDING || this == UNKNOWN;
    }

    /**
     * Whether the cluster did not do what it was asked to, for a reason that only a fault excuses.
     */
    public boolean needsExcuse()
    {
        return this == UNREACHABLE || this == UNKNOWN || this == FAILED;
    }
}
