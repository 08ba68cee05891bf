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
package io.prestodynamic.catalog.engine;

import com.facebook.presto.common.ErrorType;
import com.google.common.collect.ImmutableMap;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.Maps.toMap;

/**
 * Numbers of queries that have ended.
 *
 * @param finished with success
 * @param failed by whose error it was, for every type of errors; canceled and abandoned queries are errors of the user
 */
public record QueryOutcomes(long finished, Map<ErrorType, Long> failed)
{
    static final QueryOutcomes NONE = new QueryOutcomes(0, toMap(Arrays.asList(ErrorType.values()), type -> 0L));

    public QueryOutcomes
    {
        failed = ImmutableMap.copyOf(failed);
    }

    /**
     * Returns these numbers with one more query.
     *
     * @param error empty if the query has finished with success
     */
    QueryOutcomes plus(Optional<ErrorType> error)
    {
        if (error.isEmpty()) {
            return new QueryOutcomes(finished + 1, failed);
        }
        return new QueryOutcomes(finished, toMap(failed.keySet(), type -> failed.get(type) + (type == error.get() ? 1 : 0)));
    }
}
