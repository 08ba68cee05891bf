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
package io.prestodynamic.catalog.server.resource;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.prestodynamic.catalog.CatalogName;
import org.testng.annotations.Test;

import javax.ws.rs.Path;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * No new catalog has a name that is a path of the API.
 */
public class TestReservedNames
{
    private static final String PREFIX = "/v1/catalog/";

    @Test
    public void test()
    {
        Set<String> words = new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackagesOf(CatalogResource.class).stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .map(JavaClass::reflect)
                .flatMap(TestReservedNames::paths)
                .filter(path -> path.startsWith(PREFIX))
                .map(path -> path.substring(PREFIX.length()).split("/")[0])
                .filter(word -> word.matches("[a-z]+"))
                .collect(toSet());
        assertThat(words).contains("add", "history").isEqualTo(CatalogName.RESERVED);
    }

    private static Stream<String> paths(Class<?> resource)
    {
        String path = resource.getAnnotation(Path.class).value();
        return Stream.concat(Stream.of(path), Arrays.stream(resource.getMethods())
                .flatMap(method -> Optional.ofNullable(method.getAnnotation(Path.class)).stream())
                .map(below -> path + "/" + below.value()));
    }
}
