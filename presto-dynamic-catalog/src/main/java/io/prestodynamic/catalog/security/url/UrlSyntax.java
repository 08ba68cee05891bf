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
package io.prestodynamic.catalog.security.url;

import java.util.stream.Stream;

/**
 * Syntax of the URLs of one kind of data source. Whatever it does not recognize as harmless is secret.
 */
interface UrlSyntax
{
    /**
     * Hides the secret parts of a URL.
     *
     * @param start index behind the scheme, and behind the two slashes if the URL has them
     * @param end end of the URL
     */
    void hideSecrets(MaskedText.Builder url, int start, int end);

    /**
     * Returns the parameters of a URL, and the attributes of its hosts.
     *
     * @param start index behind the scheme, and behind the two slashes if the URL has them
     * @param end end of the URL
     */
    Stream<UrlParameters.Parameter> parameters(String url, int start, int end);
}
