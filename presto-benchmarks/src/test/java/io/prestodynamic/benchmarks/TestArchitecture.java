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
package io.prestodynamic.benchmarks;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.testng.annotations.Test;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Directions of dependencies between packages.
 */
public class TestArchitecture
{
    private static final String BENCHMARKS = "io.prestodynamic.benchmarks";
    private static final String CHAOS = "io.prestodynamic.chaos";
    private static final String CRASH = "io.prestodynamic.crash";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BENCHMARKS, CHAOS, CRASH);

    @Test
    public void testBenchmarks()
    {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(BENCHMARKS + "..", CHAOS + "..", CRASH + "..")
                .layer("main").definedBy(BENCHMARKS)
                .layer("command").definedBy(BENCHMARKS + ".command..")
                .layer("report").definedBy(BENCHMARKS + ".report..")
                .layer("cluster").definedBy(BENCHMARKS + ".cluster..")
                .layer("footprint").definedBy(BENCHMARKS + ".footprint..")
                .layer("metrics").definedBy(BENCHMARKS + ".metrics..")
                .layer("change").definedBy(BENCHMARKS + ".change..")
                .layer("replace").definedBy(BENCHMARKS + ".replace..")
                .layer("boot").definedBy(BENCHMARKS + ".boot..")
                .layer("fleet").definedBy(BENCHMARKS + ".fleet..")
                .layer("soak").definedBy(BENCHMARKS + ".soak..")
                .layer("discovery").definedBy(BENCHMARKS + ".discovery..")
                .layer("faults").definedBy(BENCHMARKS + ".faults..")
                .layer("versus").definedBy(BENCHMARKS + ".versus..")
                .layer("chaos").definedBy(CHAOS + "..")
                .layer("crash").definedBy(CRASH + "..")
                .whereLayer("main").mayNotBeAccessedByAnyLayer()
                .whereLayer("command").mayNotAccessAnyLayer()
                .whereLayer("report").mayNotAccessAnyLayer()
                .whereLayer("cluster").mayNotAccessAnyLayer()
                .whereLayer("footprint").mayOnlyAccessLayers("report")
                .whereLayer("metrics").mayOnlyAccessLayers("command", "report", "cluster")
                .whereLayer("change").mayOnlyAccessLayers("command", "report", "cluster")
                .whereLayer("replace").mayOnlyAccessLayers("command", "report", "cluster")
                .whereLayer("boot").mayOnlyAccessLayers("command", "report", "cluster", "footprint")
                .whereLayer("fleet").mayOnlyAccessLayers("command", "report", "cluster")
                .whereLayer("soak").mayOnlyAccessLayers("command", "report", "cluster", "footprint", "change")
                .whereLayer("discovery").mayOnlyAccessLayers("command", "report", "cluster")
                .whereLayer("faults").mayOnlyAccessLayers("command", "report", "cluster")
                .whereLayer("versus").mayOnlyAccessLayers("command", "report", "cluster")
                .whereLayer("chaos").mayOnlyAccessLayers("command", "report", "cluster")
                .whereLayer("crash").mayOnlyAccessLayers("command", "report")
                .check(classes);
    }

    @Test
    public void testNoCycles()
    {
        slices().matching("io.prestodynamic.(**)").should().beFreeOfCycles().check(classes);
    }
}
