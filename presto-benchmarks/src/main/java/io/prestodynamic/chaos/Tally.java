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
package io.prestodynamic.chaos;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.chaos.history.Operation;
import io.prestodynamic.chaos.history.Outcome;
import io.prestodynamic.chaos.plan.Action;
import io.prestodynamic.chaos.plan.ChaosPlan;
import io.prestodynamic.chaos.plan.Fault;
import io.prestodynamic.chaos.plan.PlannedFault;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMultiset.toImmutableMultiset;
import static java.util.Objects.requireNonNull;

/**
 * Report in Markdown.
 */
final class Tally
{
    private static final int LONGEST_REASON = 150;

    private final ChaosReport report;
    private final List<Operation> operations;

    Tally(ChaosReport report)
    {
        this.report = requireNonNull(report, "report is null");
        this.operations = report.history().operations();
    }

    @Override
    public String toString()
    {
        ChaosPlan plan = report.plan();
        return Stream.of(
                Stream.of("Seed %s, faults for %s s, %s clients on %s catalogs; %s operations.".formatted(
                        plan.seed(), plan.duration().toSeconds(), plan.clients(), plan.catalogs().size(), operations.size())),
                Stream.of(faults(), outcomes(), reasons()),
                Stream.of(String.join("\n", report.notes())),
                Stream.of("Violations: %s".formatted(report.violations().size())),
                report.violations().stream().map(violation -> "```\n" + violation + "\n```"))
                .flatMap(parts -> parts)
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    private String faults()
    {
        MarkdownTable table = new MarkdownTable("fault", "times");
        Multiset<Fault> faults = report.plan().faults().stream().map(PlannedFault::fault).collect(toImmutableMultiset());
        for (Fault fault : Fault.values()) {
            if (faults.contains(fault)) {
                table.add(words(fault), faults.count(fault));
            }
        }
        return table.toString().strip();
    }

    private String outcomes()
    {
        List<Outcome> columns = Stream.of(Outcome.values())
                .filter(outcome -> operations.stream().anyMatch(operation -> operation.outcome() == outcome))
                .collect(toImmutableList());
        MarkdownTable table = new MarkdownTable(
                Stream.concat(Stream.of("operation", "number"), columns.stream().map(Tally::words)).toArray(String[]::new));
        for (Action action : Action.values()) {
            List<Operation> some = operations.stream().filter(operation -> operation.action() == action).collect(toImmutableList());
            Multiset<Outcome> outcomes = some.stream().map(Operation::outcome).collect(toImmutableMultiset());
            table.add(ImmutableList.builder()
                    .add(action, some.size())
                    .addAll(columns.stream().map(outcomes::count).iterator())
                    .build()
                    .toArray());
        }
        return table.toString().strip();
    }

    private String reasons()
    {
        ImmutableMultiset<String> reasons = Multisets.copyHighestCountFirst(operations.stream()
                .filter(operation -> operation.outcome().needsExcuse())
                .map(Tally::reason)
                .collect(toImmutableMultiset()));
        MarkdownTable table = new MarkdownTable("not answered, or failed, while there was a fault or the cluster was coming up", "times");
        reasons.elementSet().forEach(reason -> table.add(reason, reasons.count(reason)));
        return table.toString().strip();
    }

    private static String reason(Operation operation)
    {
        String detail = operation.detail().lines().findFirst().orElse("").replace("|", "/");
        return "%s, %s: %s".formatted(
                operation.action().isChange() ? "change" : operation.action(),
                words(operation.outcome()),
                detail.substring(0, Math.min(detail.length(), LONGEST_REASON)).replaceAll("[0-9a-f]*[0-9][0-9a-f_.]*", "#"));
    }

    private static String words(Enum<?> value)
    {
        return value.name().toLowerCase(Locale.ENGLISH).replace('_', ' ');
    }
}
