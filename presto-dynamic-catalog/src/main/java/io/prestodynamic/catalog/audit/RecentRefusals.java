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
package io.prestodynamic.catalog.audit;

import com.google.common.collect.EvictingQueue;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogName;

import javax.annotation.concurrent.GuardedBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

/**
 * The last attempts concerning one catalog each that this coordinator has refused since its start. They are in memory only. Audit logs have all of them.
 */
public class RecentRefusals
        implements AuditLog
{
    static final int MAX_REFUSALS = 1_000;

    private static final int MAX_MESSAGE_LENGTH = 1_000;
    private static final Set<String> CODES = Arrays.stream(CatalogErrorCode.values()).map(CatalogErrorCode::name).collect(toImmutableSet());

    @GuardedBy("this")
    private final EvictingQueue<Refusal> refusals = EvictingQueue.create(MAX_REFUSALS);

    @Override
    public void record(AuditRecord record)
    {
        record.catalogName()
                // whoever sends something else does not decide how much is kept
                .filter(name -> name.length() <= CatalogName.MAX_LENGTH && CODES.contains(record.outcome()))
                .ifPresent(name -> add(new Refusal(Instant.now(), name, record.action(), record.origin(), CatalogErrorCode.valueOf(record.outcome()), shorten(record.message().orElse("")))));
    }

    /**
     * Returns the attempts, newest first.
     */
    public synchronized List<Refusal> list()
    {
        return ImmutableList.copyOf(refusals).reverse();
    }

    private synchronized void add(Refusal refusal)
    {
        refusals.add(refusal);
    }

    private static String shorten(String message)
    {
        return message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH) + "...";
    }
}
