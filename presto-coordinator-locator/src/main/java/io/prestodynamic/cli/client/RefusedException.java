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
package io.prestodynamic.cli.client;

import static java.util.Objects.requireNonNull;

/**
 * Refusal by a coordinator. The message has the code and the sentence of the answer.
 */
public final class RefusedException
        extends ClientException
{
    private final String code;

    RefusedException(String code, String message)
    {
        super("%s: %s".formatted(code, message));
        this.code = requireNonNull(code, "code is null");
    }

    /**
     * Returns the error code of the API, such as {@code VERSION_MISMATCH}.
     */
    public String code()
    {
        return code;
    }
}
