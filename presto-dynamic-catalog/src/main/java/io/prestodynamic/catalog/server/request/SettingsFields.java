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

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;

/**
 * Values of the fields {@code description} and {@code enabled} in requests.
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
}
