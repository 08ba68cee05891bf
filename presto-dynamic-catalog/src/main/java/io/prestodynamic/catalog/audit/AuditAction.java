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
package io.prestodynamic.catalog.audit;

/**
 * Kind of an attempt. The names are part of the audit log.
 */
public enum AuditAction
{
    ADD,
    PUT,
    PATCH,
    DELETE,
    RESTORE,
    IMPORT,
    REKEY,
    /** A coordinator has found a secret changed that the catalog refers to. */
    ROTATE,
    VALIDATE,
    EXPORT_SECRETS,
    /** A request about catalogs that was refused before it was read, such as one of a user who is not authenticated. */
    REQUEST,
}
