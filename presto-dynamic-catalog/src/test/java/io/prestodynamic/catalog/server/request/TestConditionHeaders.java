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
package io.prestodynamic.catalog.server.request;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.server.TestingHttpHeaders;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_MISMATCH;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestConditionHeaders
{
    private static final Optional<String> NOTHING = Optional.empty();
    private static final Optional<String> VERSION = Optional.of("12-3fa9c1d0");

    @Test
    public void testNoCondition()
    {
        assertMet(Map.of(), NOTHING);
        assertMet(Map.of(), VERSION);
    }

    @DataProvider
    public Object[][] matching()
    {
        return new Object[][] {{"\"12-3fa9c1d0\""}, {" \"11-00000000\" ,\"12-3fa9c1d0\" "}, {"W/\"11-00000000\", \"12-3fa9c1d0\""}, {"\"12-3fa9c1d0--gzip\""}, {"*"}};
    }

    @Test(dataProvider = "matching")
    public void testMatch(String header)
    {
        assertMet(ImmutableMap.of("If-Match", header), VERSION);
        assertThat(refusal(ImmutableMap.of("If-Match", header), NOTHING)).startsWith("There is no catalog sales, and the request is for ");
    }

    @DataProvider
    public Object[][] others()
    {
        return new Object[][] {{"\"11-00000000\""}, {"\"\""}, {"\"12-3fa9\""}, {"W/\"12-3fa9c1d0\""}};
    }

    @Test(dataProvider = "others")
    public void testMismatch(String header)
    {
        assertThat(refusal(ImmutableMap.of("If-Match", header), VERSION)).startsWith("Catalog sales has version 12-3fa9c1d0, and the request is for version ");
    }

    @Test
    public void testWeakTag()
    {
        assertThat(refusal(ImmutableMap.of("If-Match", "W/\"12-3fa9c1d0\""), VERSION)).isEqualTo("Catalog sales has version 12-3fa9c1d0, and the request is for version W/12-3fa9c1d0");
    }

    @Test
    public void testNoneMatch()
    {
        assertMet(ImmutableMap.of("If-None-Match", "*"), NOTHING);
        assertThat(refusal(ImmutableMap.of("If-None-Match", "*"), VERSION)).isEqualTo("Catalog sales has version 12-3fa9c1d0, and the request is for a new catalog");
        refusal(ImmutableMap.of("If-None-Match", "*", "If-Match", "*"), VERSION);
        refusal(ImmutableMap.of("If-None-Match", "*", "If-Match", "*"), NOTHING);
    }

    @DataProvider
    public Object[][] unreadable()
    {
        return new Object[][] {
                {"If-Match", ""},
                {"If-Match", "12-3fa9c1d0"},
                {"If-Match", "\"12-3fa9c1d0"},
                {"If-Match", "\"a\" \"b\""},
                {"If-Match", "*, \"a\""},
                {"If-None-Match", "\"12-3fa9c1d0\""},
                {"If-None-Match", ""},
        };
    }

    @Test(dataProvider = "unreadable")
    public void testUnreadable(String name, String header)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> read(ImmutableMap.of(name, header)));
        assertThat(refusal.getCode()).isEqualTo(INVALID_REQUEST);
        assertThat(refusal).hasMessageContaining("The header " + name);
    }

    private static void assertMet(Map<String, String> headers, Optional<String> version)
    {
        assertThatCode(() -> read(headers).check("sales", version)).doesNotThrowAnyException();
    }

    private static String refusal(Map<String, String> headers, Optional<String> version)
    {
        VersionCondition condition = read(headers);
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> condition.check("sales", version));
        assertThat(refusal.getCode()).isEqualTo(VERSION_MISMATCH);
        return refusal.getMessage();
    }

    private static VersionCondition read(Map<String, String> headers)
    {
        return ConditionHeaders.read(new TestingHttpHeaders(APPLICATION_JSON_TYPE, headers));
    }
}
