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
package io.prestodynamic.catalog.server.request;

import io.prestodynamic.catalog.CatalogException;

import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.server.request.JsonDocument.shorten;

/**
 * Values of the fields {@code description}, {@code enabled} and {@code limits} in requests.
 */
final class SettingsFields
{
    private SettingsFields() {}

    /**
     * Reads a description. Null stands for an empty text.
     *
     * @throws CatalogException with {@code INVALID_REQUEST} if it is something else
     */
    static String readDescription(JsonDocument document)
    {
        if (document.isNull()) {
            return "";
        }
        return document.readText().orElseThrow(() -> new CatalogException(INVALID_REQUEST, "description is not a string"));
    }

    /**
     * @throws CatalogException with {@code INVALID_REQUEST} if the value is neither true nor false
     */
    static boolean readEnabled(JsonDocument document)
    {
        return document.readBoolean().orElseThrow(() -> new CatalogException(INVALID_REQUEST, "enabled is neither true nor false"));
    }

    /**
     * Reads the limit of queries, which null removes. Null removes all limits.
     *
     * @return empty if the limits do not have it
     * @throws CatalogException with {@code INVALID_REQUEST} if something else is there
     */
    static Optional<Optional<Integer>> readMaxQueries(JsonDocument document)
    {
        if (document.isNull()) {
            return Optional.of(Optional.empty());
        }
        if (!document.isObject()) {
            document.skip();
            throw new CatalogException(INVALID_REQUEST, "limits is not an object");
        }
        LimitsDraft draft = new LimitsDraft();
        document.readFields(field -> draft.read(field, document));
        return draft.get();
    }

    private static class LimitsDraft
    {
        private Optional<Optional<Integer>> maxQueries = Optional.empty();
        private Optional<String> refusal = Optional.empty();

        void read(String field, JsonDocument document)
        {
            if (!field.equals("maxQueries")) {
                document.skip();
                refusal = Optional.of("Field '%s' of limits is unknown; limits has maxQueries".formatted(shorten(field)));
            }
            else if (document.isNull()) {
                maxQueries = Optional.of(Optional.empty());
            }
            else {
                maxQueries = Optional.of(document.readInteger().filter(value -> value > 0));
                if (maxQueries.get().isEmpty()) {
                    refusal = Optional.of("maxQueries is not a whole number between 1 and %s".formatted(Integer.MAX_VALUE));
                }
            }
        }

        Optional<Optional<Integer>> get()
        {
            refusal.ifPresent(message -> {
                throw new CatalogException(INVALID_REQUEST, message);
            });
            return maxQueries;
        }
    }
}
