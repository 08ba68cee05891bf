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
package io.prestodynamic.discovery.client;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.testng.annotations.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

/**
 * Dependencies of classes that run without Presto's airlift.
 */
public class TestArchitecture
{
    private final JavaClasses classes = new ClassFileImporter().importPackages("io.prestodynamic.discovery.client");

    /**
     * The jar of the locator contains these classes.
     */
    @Test
    public void testAddressesNeedOnlyTheJdk()
    {
        classes()
                .that().belongToAnyOf(HttpAddress.class, HostName.class)
                .should().onlyDependOnClassesThat(belongToAnyOf(HttpAddress.class, HostName.class).or(resideInAnyPackage("java..")))
                .check(classes);
    }

    /**
     * Discovery servers have a newer Guava.
     */
    @Test
    public void testReasonsNeedOnlyGuava()
    {
        classes()
                .that().belongToAnyOf(FailureReasons.class)
                .should().onlyDependOnClassesThat(belongToAnyOf(FailureReasons.class).or(resideInAnyPackage("java..", "com.google.common..")))
                .check(classes);
    }
}
