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
package io.prestodynamic.benchmarks.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Durations of one repeated operation. Thread-safe.
 */
public final class Measurements
{
    private final List<Duration> durations = new ArrayList<>();

    public synchronized void add(Duration duration)
    {
        durations.add(duration);
    }

    public synchronized int count()
    {
        return durations.size();
    }

    /**
     * Returns the smallest measurement that is at least as large as this share of all.
     */
    synchronized Duration percentile(double share)
    {
        return durations.stream().sorted().skip(Math.max(0, (long) Math.ceil(share * durations.size()) - 1)).findFirst().orElseThrow();
    }

    /**
     * Returns the median, the 95th percentile, and in brackets the extremes.
     */
    public String milliseconds()
    {
        return switch (count()) {
            case 0 -> "-";
            case 1 -> milliseconds(percentile(1));
            default -> "%s / %s (%s-%s)".formatted(milliseconds(percentile(0.5)), milliseconds(percentile(0.95)), milliseconds(percentile(0)), milliseconds(percentile(1)));
        };
    }

    /**
     * Returns the median, and in brackets the extremes.
     */
    public String seconds()
    {
        return switch (count()) {
            case 0 -> "-";
            case 1 -> seconds(percentile(1));
            default -> "%s (%s-%s)".formatted(seconds(percentile(0.5)), seconds(percentile(0)), seconds(percentile(1)));
        };
    }

    public static Duration since(long startNanos)
    {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    public static String seconds(Duration duration)
    {
        return "%.1f".formatted(duration.toNanos() / 1e9);
    }

    private static String milliseconds(Duration duration)
    {
        double milliseconds = duration.toNanos() / 1e6;
        return (milliseconds < 10 ? "%.1f" : "%.0f").formatted(milliseconds);
    }
}
