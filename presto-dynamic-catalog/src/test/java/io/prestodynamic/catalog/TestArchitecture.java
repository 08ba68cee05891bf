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
package io.prestodynamic.catalog;

import com.facebook.presto.connector.ConnectorManager;
import com.facebook.presto.metadata.CatalogManager;
import com.facebook.presto.transaction.TransactionManager;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.testng.annotations.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Who may know whom.
 */
public class TestArchitecture
{
    private static final String ROOT = "io.prestodynamic.catalog";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    public void testDirection()
    {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("root").definedBy(ROOT)
                .layer("security").definedBy(ROOT + ".security..")
                .layer("discovery").definedBy(ROOT + ".discovery..")
                .layer("engine").definedBy(ROOT + ".engine..")
                .layer("store").definedBy(ROOT + ".store..")
                .layer("sync").definedBy(ROOT + ".sync..")
                .layer("listing").definedBy(ROOT + ".listing..")
                .layer("lease").definedBy(ROOT + ".lease..")
                .layer("manager").definedBy(ROOT + ".manager..")
                .layer("server").definedBy(ROOT + ".server..")
                .whereLayer("root").mayNotAccessAnyLayer()
                .whereLayer("security").mayOnlyAccessLayers("root")
                .whereLayer("discovery").mayOnlyAccessLayers("security")
                .whereLayer("discovery").mayOnlyBeAccessedByLayers("server")
                .whereLayer("engine").mayOnlyAccessLayers("root", "security")
                .whereLayer("store").mayOnlyAccessLayers("root", "security")
                .whereLayer("sync").mayOnlyAccessLayers("root", "security")
                .whereLayer("listing").mayOnlyAccessLayers("root", "security", "engine")
                .whereLayer("listing").mayOnlyBeAccessedByLayers("server")
                .whereLayer("lease").mayOnlyAccessLayers("root", "security")
                .whereLayer("manager").mayOnlyAccessLayers("root", "security", "engine", "store", "sync", "lease")
                .whereLayer("server").mayNotBeAccessedByAnyLayer()
                .check(classes);
    }

    @Test
    public void testOnlyTheEngineTouchesTheEngine()
    {
        noClasses()
                .that().resideOutsideOfPackage(ROOT + ".engine..")
                .should().dependOnClassesThat(belongToAnyOf(ConnectorManager.class, CatalogManager.class, TransactionManager.class)
                        .or(resideInAnyPackage("javax.management..")))
                .check(classes);
    }

    @Test
    public void testOnlyTheStoreSpeaksToDatabases()
    {
        noClasses()
                .that().resideOutsideOfPackage(ROOT + ".store..")
                // asks the drivers of a connector about a URL, and connects to nothing
                .and().doNotHaveFullyQualifiedName(ROOT + ".engine.JdbcDrivers")
                .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.apache.curator..", "org.apache.zookeeper..")
                .check(classes);
    }

    @Test
    public void testOnlyTheServerAnswersHttp()
    {
        noClasses()
                .that().resideInAnyPackage(ROOT, ROOT + ".discovery..", ROOT + ".engine..", ROOT + ".manager..", ROOT + ".security..", ROOT + ".store..")
                .should().dependOnClassesThat().resideInAPackage("javax.ws.rs..")
                .check(classes);
    }

    @Test
    public void testNoCycles()
    {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }
}
