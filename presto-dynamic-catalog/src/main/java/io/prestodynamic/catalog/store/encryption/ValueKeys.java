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
package io.prestodynamic.catalog.store.encryption;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of a coordinator. The first one encrypts, all decrypt.
 */
public final class ValueKeys
{
    static final ValueKeys NONE = new ValueKeys(ImmutableList.of());

    private final Optional<ValueKey> first;
    private final Map<String, ValueKey> byId;

    /**
     * @param keys with different ids
     */
    ValueKeys(List<ValueKey> keys)
    {
        this.first = keys.stream().findFirst();
        this.byId = Maps.uniqueIndex(keys, ValueKey::id);
    }

    Optional<ValueKey> first()
    {
        return first;
    }

    Optional<ValueKey> get(String id)
    {
        return Optional.ofNullable(byId.get(id));
    }
}
