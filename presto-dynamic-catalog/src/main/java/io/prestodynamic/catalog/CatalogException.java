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

import static java.util.Objects.requireNonNull;

/**
 * Refusal of a request. The message is one sentence that a person can act on. Clients see it, so it contains no secret.
 */
public class CatalogException
        extends RuntimeException
{
    private final CatalogErrorCode code;
    private volatile boolean audited;

    public CatalogException(CatalogErrorCode code, String message)
    {
        super(message);
        this.code = requireNonNull(code, "code is null");
    }

    public CatalogException(CatalogErrorCode code, String message, Throwable cause)
    {
        super(message, cause);
        this.code = requireNonNull(code, "code is null");
    }

    public CatalogErrorCode getCode()
    {
        return code;
    }

    /**
     * Notes that the audit log has the refusal, so that nobody else records it.
     */
    public void setAudited()
    {
        audited = true;
    }

    public boolean isAudited()
    {
        return audited;
    }
}
