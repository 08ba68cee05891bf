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

import com.fasterxml.jackson.core.JsonParseException;
import com.google.common.collect.ImmutableMap;
import com.google.inject.CreationException;
import com.google.inject.spi.Message;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.files.TestingFiles;
import org.testng.annotations.Test;
import org.xml.sax.SAXParseException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.engine.errors.TestingConnectorFailures.connectorFailures;
import static io.prestodynamic.catalog.secrets.ResolvedDefinition.unresolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

public class TestConnectorFailure
{
    private static final CatalogDefinition SALES = definition("sales", ImmutableMap.of(
            "connection-url", "jdbc:mysql://u:urlpass@host",
            "connection-password", "s3cret"));
    private static final String PREFIX = "Connector mysql refused catalog sales: ";

    @Test
    public void testRootCause()
    {
        assertSentence(new RuntimeException("outer", new IllegalArgumentException("middle", new IllegalStateException("Unknown host"))), "Unknown host");
        assertSentence(new RuntimeException("first line\n\n   second line\n"), "first line second line");
    }

    @Test
    public void testNoMessage()
    {
        assertSentence(new NullPointerException(), "NullPointerException");
        assertSentence(new RuntimeException(""), "RuntimeException");
        assertSentence(new RuntimeException("Cannot create", new NullPointerException()), "NullPointerException");
        assertSentence(new RuntimeException("   "), "RuntimeException");
    }

    @Test
    public void testErrors()
    {
        assertSentence(new NoClassDefFoundError("com/mysql/Driver"), "com/mysql/Driver");
        assertSentence(new ExceptionInInitializerError(new IllegalStateException("static")), "static");
        assertSentence(new StackOverflowError(), "StackOverflowError");
    }

    @Test
    public void testPercentSigns()
    {
        assertSentence(new RuntimeException("100%s %d"), "100%s %d");
    }

    @Test
    public void testSecrets()
    {
        RuntimeException cause = new RuntimeException("Access denied: s3cret, urlpass, jdbc:mysql://v:other@host");
        ConnectorFailure failure = connectorFailures().describe(unresolved(SALES), new RuntimeException("outer s3cret", cause));
        assertThat(failure.sentence()).isEqualTo(PREFIX + "Access denied: ******, ******, jdbc:mysql://v:******@host");
        assertThat(failure.trace()).contains("Caused by", "TestConnectorFailure").doesNotContain("s3cret").doesNotContain("urlpass").doesNotContain("other");
    }

    // as those of Guice, which cannot read classes for Java 17
    @Test
    public void testMessageThatCannotBeMade()
    {
        String secret = "s3cret";
        Throwable unreadable = new IllegalStateException(new IOException("The driver is missing, " + secret))
        {
            @Override
            public String getMessage()
            {
                throw new IllegalArgumentException("Unsupported class file major version 61");
            }
        };
        String trace = connectorFailures().describe(unresolved(SALES), unreadable).trace();
        assertThat(trace).contains(unreadable.getClass().getName(), "\tat " + TestConnectorFailure.class.getName(), "Caused by: java.io.IOException: The driver is missing").doesNotContain(secret);
    }

    @Test
    public void testParsersThatQuoteFiles()
    {
        RuntimeException xml = new RuntimeException("s3cret", new SAXParseException("The entity \"s3cret\" was referenced", null, null, 3, 14));
        assertHidden(xml, "A file of the catalog is not valid XML: error at line 3, column 14");
        CreationException listed = new CreationException(List.of(new Message(List.of(), "s3cret", xml), new Message(List.of(), "s3cret", new IllegalStateException("s3cret"))));
        assertHidden(listed, "A file of the catalog is not valid XML: error at line 3, column 14");
        JsonParseException json = new JsonParseException(null, "Unrecognized token 's3cret'");
        assertHidden(new UncheckedIOException(json), "A file of the catalog is not the JSON that the connector reads");
        assertThat(connectorFailures().describe(unresolved(definition("sales", Map.of())), json).reason()).as("of a catalog without files").contains("Unrecognized token");
    }

    private static void assertHidden(Throwable cause, String reason)
    {
        CatalogDefinition definition = definition("sales", Map.of("a", "${CATALOG_FILE:x}")).withFiles(TestingFiles.digests(Map.of("x", "")));
        ConnectorFailure failure = connectorFailures().describe(unresolved(definition), cause);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.trace()).contains(cause.getClass().getName(), "\tat " + TestConnectorFailure.class.getName()).doesNotContain("s3cret");
    }

    @Test
    public void testCausesInACircle()
    {
        RuntimeException outer = new RuntimeException("outer");
        RuntimeException inner = new RuntimeException("inner", outer);
        outer.initCause(inner);
        // AssertJ would follow the circle without end
        assertThat(catchThrowable(() -> connectorFailures().describe(unresolved(SALES), outer).sentence()) == null).isTrue();
    }

    @Test
    public void testOnlyProperty()
    {
        CatalogDefinition one = definition("sales", ImmutableMap.of("tpch.splits-per-node", "-1"));
        assertThat(connectorFailures().describe(unresolved(one), new IllegalArgumentException("must be at least 1")).reason()).isEqualTo("Property tpch.splits-per-node: must be at least 1");
        assertThat(connectorFailures().describe(unresolved(one), new IllegalArgumentException("Invalid property tpch.splits-per-node")).reason())
                .isEqualTo("Invalid property tpch.splits-per-node");
        assertThat(connectorFailures().describe(unresolved(one), new IllegalStateException("No space left on device")).reason()).isEqualTo("No space left on device");
    }

    private static void assertSentence(Throwable failure, String reason)
    {
        assertThat(connectorFailures().describe(unresolved(SALES), failure).sentence()).isEqualTo(PREFIX + reason);
    }
}
