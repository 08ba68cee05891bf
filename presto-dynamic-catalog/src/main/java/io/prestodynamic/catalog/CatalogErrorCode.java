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
 * Reasons for which a request is refused. The names are part of the HTTP contract.
 */
public enum CatalogErrorCode
{
    INVALID_REQUEST,
    UNKNOWN_CONNECTOR,
    INVALID_CONFIGURATION,
    UNAUTHENTICATED,
    FORBIDDEN,
    INSECURE,
    CATALOG_NOT_FOUND,
    VERSION_NOT_FOUND,
    CATALOG_EXISTS,
    CATALOG_IS_STATIC,
    CONCURRENT_CHANGE,
    VERSION_MISMATCH,
    REQUEST_TIMEOUT,
    REQUEST_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    TOO_MANY_CHANGES,
    STORE_UNAVAILABLE,
    STARTING,
    NOT_COORDINATOR,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    INTERNAL_ERROR,
}
