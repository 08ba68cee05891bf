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
package io.prestodynamic.locator.command;

import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorLocator;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import static java.util.Objects.requireNonNull;

/**
 * Output of every change of the current coordinator, until the output is closed.
 */
final class WatchCommand
{
    private final CoordinatorLocator locator;

    WatchCommand(CoordinatorLocator locator)
    {
        this.locator = requireNonNull(locator, "locator is null");
    }

    int run()
            throws InterruptedException
    {
        Semaphore changes = new Semaphore(0);
        locator.addListener((previous, current) -> changes.release());
        locator.start();
        Optional<String> printed = Optional.empty();
        while (!System.out.checkError()) {
            String current = locator.locate().map(Coordinator::uri).map(URI::toString).orElse("-");
            if (!printed.equals(Optional.of(current))) {
                System.out.println(current);
                System.out.flush();
                printed = Optional.of(current);
            }
            changes.acquire();
            changes.drainPermits();
        }
        return PrestoLocate.DONE;
    }
}
