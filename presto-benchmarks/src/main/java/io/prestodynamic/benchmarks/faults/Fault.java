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
package io.prestodynamic.benchmarks.faults;

import io.prestodynamic.harness.process.CutOff;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * Fault in a cluster while a catalog is replaced.
 */
enum Fault
{
    FROZEN("a worker stands still, and goes on", false) {
        @Override
        Supplier<Instant> strike(FaultTarget target)
        {
            target.worker().freeze();
            target.replace();
            target.pause();
            target.worker().thaw();
            return now();
        }
    },
    REFUSED("a worker is cut off, connections are refused", false) {
        @Override
        Supplier<Instant> strike(FaultTarget target)
        {
            return cutOff(target, CutOff::refuse);
        }
    },
    SILENT("a worker is cut off, connections stay silent", false) {
        @Override
        Supplier<Instant> strike(FaultTarget target)
        {
            return cutOff(target, CutOff::silence);
        }
    },
    EDITED("the row is edited by SQL", false) {
        @Override
        Supplier<Instant> strike(FaultTarget target)
        {
            target.pause();
            target.replaceBySql();
            return now();
        }
    },
    STORE("the store is killed and started; the row is edited then", false) {
        @Override
        Supplier<Instant> strike(FaultTarget target)
        {
            target.store().stop();
            target.pause();
            target.store().start();
            target.replaceBySql();
            return now();
        }
    },
    WORKER("a worker is killed and started", true) {
        @Override
        Supplier<Instant> strike(FaultTarget target)
        {
            target.worker().kill();
            target.replace();
            return started(target.worker());
        }
    },
    COORDINATOR("the coordinator is killed and started; the row is edited in between", true) {
        @Override
        Supplier<Instant> strike(FaultTarget target)
        {
            target.coordinator().kill();
            target.replaceBySql();
            return started(target.coordinator());
        }
    };

    private final String description;
    private final boolean restart;

    Fault(String description, boolean restart)
    {
        this.description = requireNonNull(description, "description is null");
        this.restart = restart;
    }

    /**
     * Causes the fault, and replaces the catalog during it.
     *
     * @return time at which the fault ended, which is known when the cluster has recovered
     */
    abstract Supplier<Instant> strike(FaultTarget target);

    String description()
    {
        return description;
    }

    /**
     * Returns whether the fault includes the start of a node.
     */
    boolean isRestart()
    {
        return restart;
    }

    @Override
    public String toString()
    {
        return name().toLowerCase(ENGLISH);
    }

    private static Supplier<Instant> cutOff(FaultTarget target, Consumer<CutOff> fault)
    {
        fault.accept(target.network());
        target.replace();
        target.pause();
        target.network().recover();
        return now();
    }

    private static Supplier<Instant> now()
    {
        Instant end = Instant.now();
        return () -> end;
    }

    private static Supplier<Instant> started(ServerProcess node)
    {
        Instant before = node.lastStarted();
        node.launch();
        return () -> {
            Conditions.await("the node says that it has started", Duration.ofMinutes(3), () -> node.lastStarted().isAfter(before));
            return node.lastStarted();
        };
    }
}
