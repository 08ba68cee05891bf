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
 * URLs of SQL Server, such as {@code //host\instance:1433;name=value;name={va;lue}}. A value in braces ends with the first brace that is not doubled.
 */
final class SqlServerSyntax
        implements UrlSyntax
{
    @Override
    public void hideSecrets(MaskedText.Builder url, int start, int end)
    {
        int separator = url.text().indexOf(';', start);
        int head = separator < 0 || separator > end ? end : separator;
        Authority.JDBC.hideSecrets(url, start, head);
        int position = head + 1;
        while (position < end) {
            int endOfParameter = findEnd(url.text(), position, end);
            Parameters.hideSecrets(url, position, endOfParameter);
            position = endOfParameter + 1;
        }
    }

    @Override
    public Stream<UrlParameters.Parameter> parameters(String url, int start, int end)
    {
        Stream.Builder<UrlParameters.Parameter> parameters = Stream.builder();
        int separator = url.indexOf(';', start);
        int position = separator < 0 ? end : separator + 1;
        while (position < end) {
            int endOfParameter = findEnd(url, position, end);
            parameters.add(UrlParameters.Parameter.parse(url.substring(position, endOfParameter)));
            position = endOfParameter + 1;
        }
        return parameters.build();
    }

    private static int findEnd(String text, int start, int end)
    {
        int position = start;
        boolean isValue = false;
        while (position < end && text.charAt(position) != ';') {
            boolean beginsValue = !isValue && text.charAt(position) == '=';
            position++;
            if (beginsValue) {
                isValue = true;
                position = Parameters.skipBlanks(text, position, end);
                if (position < end && text.charAt(position) == '{') {
                    position = skipBraces(text, position + 1, end);
                }
            }
        }
        return position;
    }

    private static int skipBraces(String text, int start, int end)
    {
        int position = start;
        while (position < end) {
            if (text.charAt(position) != '}') {
                position++;
            }
            else if (position + 1 < end && text.charAt(position + 1) == '}') {
                position += 2;
            }
            else {
                return position + 1;
            }
        }
        return end;
    }
}
