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
package io.prestodynamic.catalog.secrets;

/**
 * Source of secrets. Called on any thread, and again and again, because secrets may change.
 */
public interface SecretProvider
{
    /**
     * Returns the present value of a secret.
     *
     * @throws IllegalArgumentException if there is no such secret or it cannot be read, with a message that says why and contains no secret
     */
    String getSecret(String key);

    /**
     * Returns whether values can change while the server runs.
     */
    default boolean isChangeable()
    {
        return true;
    }
}
