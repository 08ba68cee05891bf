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
package io.prestodynamic.catalog.spi;

/**
 * Source of the secrets that definitions of catalogs refer to. Called on any thread, at each creation of a connector and once per reconcile interval, because secrets
 * may change. A call that takes more than ten seconds counts as failed.
 */
public interface SecretProvider
{
    /**
     * Returns the present value of a secret.
     *
     * @param key what stands behind the colon of the reference
     * @throws IllegalArgumentException if there is no such secret or it cannot be read, with a message that says why and contains no secret; users see it. Of other
     * exceptions, they see the class only.
     */
    String getSecret(String key);

    /**
     * Returns whether values can change while the server runs. If they can, all nodes must have the same ones in the end.
     */
    default boolean isChangeable()
    {
        return true;
    }
}
