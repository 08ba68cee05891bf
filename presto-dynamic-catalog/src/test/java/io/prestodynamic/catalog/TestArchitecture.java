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
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.CatalogStoreModule;
import org.testng.annotations.Test;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Directions of the dependencies between packages.
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
                .layer("spi").definedBy(ROOT + ".spi..")
                .layer("seam").definedBy(ROOT + ".seam..")
                .layer("concurrent").definedBy(ROOT + ".concurrent..")
                .layer("rules").definedBy(ROOT + ".rules..")
                .layer("secrets").definedBy(ROOT + ".secrets..")
                .layer("security").definedBy(ROOT + ".security..")
                .layer("files").definedBy(ROOT + ".files..")
                .layer("limits").definedBy(ROOT + ".limits..")
                .layer("cipher").definedBy(ROOT + ".cipher..")
                .layer("seal").definedBy(ROOT + ".seal..")
                .layer("history").definedBy(ROOT + ".history..")
                .layer("audit").definedBy(ROOT + ".audit..")
                .layer("access").definedBy(ROOT + ".access..")
                .layer("engine").definedBy(ROOT + ".engine..")
                .layer("store").definedBy(ROOT + ".store..")
                .layer("lease").definedBy(ROOT + ".lease..")
                .layer("sync").definedBy(ROOT + ".sync..")
                .layer("scheduling").definedBy(ROOT + ".scheduling..")
                .layer("worker").definedBy(ROOT + ".worker..")
                .layer("coordinator").definedBy(ROOT + ".coordinator..")
                .layer("monitor").definedBy(ROOT + ".monitor..")
                .layer("sql").definedBy(ROOT + ".sql..")
                .layer("server").definedBy(ROOT + ".server..")
                .whereLayer("root").mayNotAccessAnyLayer()
                .whereLayer("spi").mayNotAccessAnyLayer()
                .whereLayer("seam").mayOnlyAccessLayers("root")
                .whereLayer("concurrent").mayNotAccessAnyLayer()
                .whereLayer("rules").mayNotAccessAnyLayer()
                .whereLayer("secrets").mayOnlyAccessLayers("root", "spi", "seam", "cipher")
                .whereLayer("security").mayOnlyAccessLayers("root", "secrets")
                .whereLayer("files").mayOnlyAccessLayers("root", "secrets")
                .whereLayer("limits").mayOnlyAccessLayers("root", "rules", "security")
                .whereLayer("cipher").mayNotAccessAnyLayer()
                .whereLayer("seal").mayOnlyAccessLayers("cipher")
                .whereLayer("history").mayOnlyAccessLayers("root")
                .whereLayer("audit").mayOnlyAccessLayers("root", "spi", "seam", "history")
                .whereLayer("access").mayOnlyAccessLayers("root", "history", "rules")
                .whereLayer("engine").mayOnlyAccessLayers("root", "seam", "secrets", "security", "limits", "files")
                .whereLayer("store").mayOnlyAccessLayers("root", "history", "security", "cipher", "files")
                .whereLayer("lease").mayOnlyAccessLayers("root", "concurrent", "security", "seal", "store")
                .whereLayer("sync").mayOnlyAccessLayers("root", "concurrent", "security", "seal")
                .whereLayer("scheduling").mayOnlyAccessLayers("root", "sync")
                .whereLayer("worker").mayOnlyAccessLayers("root", "concurrent", "security", "seal", "files", "engine", "sync")
                .whereLayer("coordinator").mayOnlyAccessLayers("root", "concurrent", "seam", "secrets", "security", "files", "history", "audit", "access", "engine", "store", "lease", "sync")
                .whereLayer("monitor").mayOnlyAccessLayers("root", "engine", "coordinator", "sync")
                .whereLayer("sql").mayOnlyAccessLayers("root", "history", "audit", "access", "engine", "coordinator")
                .whereLayer("server").mayNotBeAccessedByAnyLayer()
                .check(classes);
    }

    @Test
    public void testOnlyTheEngineTouchesTheEngine()
    {
        noClasses()
                .that().resideOutsideOfPackage(ROOT + ".engine..")
                .should().dependOnClassesThat(belongToAnyOf(ConnectorManager.class, CatalogManager.class, TransactionManager.class))
                .check(classes);
    }

    @Test
    public void testOnlyTheEngineAndMetricsKnowMBeans()
    {
        noClasses()
                .that().resideOutsideOfPackages(ROOT + ".engine..", ROOT + ".monitor.metrics..")
                .should().dependOnClassesThat().resideInAPackage("javax.management..")
                .check(classes);
    }

    @Test
    public void testOnlyTheStoreSpeaksToDatabases()
    {
        noClasses()
                .that().resideOutsideOfPackages(ROOT + ".store..", ROOT + ".lease.store..")
                // asks the drivers of a connector about a URL, and connects to nothing
                .and().doNotHaveFullyQualifiedName(ROOT + ".engine.errors.JdbcDrivers")
                .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.apache.curator..", "org.apache.zookeeper..")
                .check(classes);
    }

    @Test
    public void testDirectionInTheJdbcStore()
    {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + ".store.jdbc..")
                .layer("jdbc").definedBy(ROOT + ".store.jdbc")
                .layer("embedded").definedBy(ROOT + ".store.jdbc.embedded")
                .layer("dialect").definedBy(ROOT + ".store.jdbc.dialect")
                .whereLayer("jdbc").mayNotBeAccessedByAnyLayer()
                .whereLayer("embedded").mayOnlyAccessLayers("dialect")
                .whereLayer("dialect").mayNotAccessAnyLayer()
                .check(classes);
    }

    @Test
    public void testOnlyResourcesKnowHttp()
    {
        noClasses()
                .that().resideOutsideOfPackages(ROOT + ".server..", ROOT + ".seal..", ROOT + ".sync..", ROOT + ".worker..", ROOT + ".lease.peer..")
                .should().dependOnClassesThat().resideInAPackage("javax.ws.rs..")
                .check(classes);
    }

    @Test
    public void testNoCycles()
    {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles()
                // know which kinds of stores there are
                .ignoreDependency(equivalentTo(CatalogStoreModule.class), alwaysTrue())
                .ignoreDependency(equivalentTo(CatalogStoreConfig.class), alwaysTrue())
                .check(classes);
    }
}
