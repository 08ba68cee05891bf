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
package io.prestodynamic.catalog.sql;

import com.facebook.presto.execution.QueryManagerConfig;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.spi.analyzer.AnalyzerOptions;
import com.facebook.presto.sql.analyzer.BuiltInQueryPreparer;
import com.facebook.presto.sql.analyzer.BuiltInQueryPreparer.BuiltInPreparedQuery;
import com.facebook.presto.sql.parser.SqlParser;
import com.facebook.presto.sql.tree.Query;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.sql.parser.CatalogStatementParser;
import io.prestodynamic.catalog.sql.parser.CreateCatalog;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.testng.annotations.Test;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

import static com.facebook.presto.common.resourceGroups.QueryType.DATA_DEFINITION;
import static com.facebook.presto.spi.StandardErrorCode.QUERY_TEXT_TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCatalogQueryPreparer
{
    private static final String PARSER_TESTS = "com/facebook/presto/sql/parser/";

    private final SqlParser sqlParser = new SqlParser();
    private final BuiltInQueryPreparer prestos = new BuiltInQueryPreparer(sqlParser);
    private final BuiltInQueryPreparer preparer = new CatalogQueryPreparer(sqlParser, new QueryManagerConfig().setMaxQueryLength(1_000));

    @Test
    public void testChange()
    {
        BuiltInPreparedQuery query = prepare(preparer, "CREATE CATALOG sales USING mysql WITH (\"connection-password\" = 's3cret')");
        assertThat(query.getStatement()).isInstanceOf(CreateCatalog.class);
        assertThat(query.getQueryType()).contains(DATA_DEFINITION);
        assertThat(query.isTransactionControlStatement()).isFalse();
        assertThat(query.getFormattedQuery()).isEmpty();
        assertThat(query.getPrepareSql()).isEmpty();
        assertThat(query.getStatement().toString()).doesNotContain("s3cret");
    }

    @Test
    public void testShowCreate()
    {
        BuiltInPreparedQuery query = prepare(preparer, "SHOW CREATE CATALOG \"it's\"");
        assertThat(query.getStatement()).isInstanceOf(Query.class);
        assertThat(query.getFormattedQuery()).isEmpty();
    }

    @Test
    public void testLength()
    {
        String text = "CREATE CATALOG sales USING mysql WITH (a = '%s')".formatted("x".repeat(1_000));
        assertThatThrownBy(() -> prepare(preparer, text))
                .isInstanceOfSatisfying(PrestoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(QUERY_TEXT_TOO_LARGE.toErrorCode()))
                .hasMessage("Query text length (%s) exceeds the maximum length (1000)".formatted(text.length()));
    }

    @Test
    public void testStatementsOfPrestosParserTests()
            throws IOException
    {
        Set<String> texts = ImmutableSet.<String>builder()
                .addAll(stringsOf("TestSqlParser"))
                .addAll(stringsOf("TestStatementBuilder"))
                .addAll(stringsOf("TestSqlParserErrorHandling"))
                .build();
        int statements = 0;
        for (String text : texts) {
            assertThat(CatalogStatementParser.mask(text)).isEqualTo(text);
            Optional<BuiltInPreparedQuery> expected = tryPrepare(text);
            if (expected.isPresent()) {
                statements++;
                assertThat(prepare(preparer, text).getStatement()).isEqualTo(expected.get().getStatement());
            }
            else {
                assertThat(CatalogStatementParser.parse(text)).isEmpty();
            }
        }
        // far fewer would mean that they are not found
        assertThat(statements).isGreaterThan(300);
    }

    @Test
    public void testEveryRefusalHasAnErrorCode()
    {
        for (CatalogErrorCode code : CatalogErrorCode.values()) {
            assertThat(StatementRefusals.errorCode(code)).isNotNull();
        }
    }

    private Optional<BuiltInPreparedQuery> tryPrepare(String text)
    {
        try {
            return Optional.of(prepare(prestos, text));
        }
        // of many classes
        catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static BuiltInPreparedQuery prepare(BuiltInQueryPreparer preparer, String text)
    {
        AnalyzerOptions options = AnalyzerOptions.builder().build();
        return preparer.prepareQuery(options, text, ImmutableMap.of(), WarningCollector.NOOP);
    }

    private static Set<String> stringsOf(String className)
            throws IOException
    {
        ImmutableSet.Builder<String> strings = ImmutableSet.builder();
        ClassVisitor visitor = new ClassVisitor(Opcodes.ASM7)
        {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions)
            {
                return new MethodVisitor(Opcodes.ASM7)
                {
                    @Override
                    public void visitLdcInsn(Object value)
                    {
                        if (value instanceof String text) {
                            strings.add(text);
                        }
                    }
                };
            }
        };
        new ClassReader(Resources.toByteArray(Resources.getResource(PARSER_TESTS + className + ".class"))).accept(visitor, 0);
        return strings.build();
    }
}
