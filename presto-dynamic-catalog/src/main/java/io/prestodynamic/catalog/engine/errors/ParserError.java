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
package io.prestodynamic.catalog.engine.errors;

import io.prestodynamic.catalog.security.FailureTrace;
import org.xml.sax.SAXParseException;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Error of a parser in a file of a catalog, described without its message. Parsers quote the text at which they fail, which may be a credential.
 */
final class ParserError
{
    // a plugin has a class of its own
    private static final String JSON_PARSER_ERROR = "com.fasterxml.jackson.core.JsonProcessingException";

    private ParserError() {}

    /**
     * Returns one sentence if the failure is caused by such an error.
     */
    static Optional<String> describe(Throwable failure)
    {
        Stream<Throwable> listed = ListedError.of(failure).stream().flatMap(error -> error.cause().stream());
        return Stream.concat(Stream.of(failure), listed)
                .flatMap(root -> FailureTrace.causes(root).stream())
                .flatMap(cause -> describeCause(cause).stream())
                .findFirst();
    }

    private static Optional<String> describeCause(Throwable cause)
    {
        if (cause instanceof SAXParseException error) {
            return Optional.of("A file of the catalog is not valid XML: error at line %s, column %s".formatted(error.getLineNumber(), error.getColumnNumber()));
        }
        boolean json = Stream.<Class<?>>iterate(cause.getClass(), type -> type != null, Class::getSuperclass).anyMatch(type -> type.getName().equals(JSON_PARSER_ERROR));
        return json ? Optional.of("A file of the catalog is not the JSON that the connector reads") : Optional.empty();
    }
}
