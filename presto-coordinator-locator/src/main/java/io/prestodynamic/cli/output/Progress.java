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
package io.prestodynamic.cli.output;

import io.prestodynamic.cli.client.Activity;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Line on a terminal that says what a request waits for, if it takes longer than a second.
 */
public final class Progress
        implements Activity
{
    private final Terminal terminal;
    private final ScheduledExecutorService executor;
    private volatile String task = "Waiting for the coordinator";

    public Progress(Terminal terminal)
    {
        this.terminal = requireNonNull(terminal, "terminal is null");
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        this.executor = executor;
    }

    /**
     * Says what the requests that follow are for.
     */
    public void setTask(String task)
    {
        this.task = requireNonNull(task, "task is null");
    }

    @Override
    public Running begin()
    {
        if (!terminal.isInteractive()) {
            return () -> {};
        }
        Line line = new Line();
        line.timer = executor.scheduleAtFixedRate(line::print, 1, 1, SECONDS);
        return line;
    }

    private final class Line
            implements Running
    {
        private final long start = System.nanoTime();
        private ScheduledFuture<?> timer;
        private int width;
        private boolean closed;

        private synchronized void print()
        {
            if (!closed) {
                String text = "%s: %s s".formatted(Terminal.printable(task), Duration.ofNanos(System.nanoTime() - start).toSeconds());
                width = Math.max(width, text.length());
                terminal.errors().print("\r" + text);
                terminal.errors().flush();
            }
        }

        @Override
        public synchronized void close()
        {
            closed = true;
            timer.cancel(false);
            if (width > 0) {
                terminal.errors().print("\r%s\r".formatted(" ".repeat(width)));
                terminal.errors().flush();
            }
        }
    }
}
