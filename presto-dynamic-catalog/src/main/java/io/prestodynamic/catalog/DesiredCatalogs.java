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

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

import java.util.Comparator;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The versions that a coordinator wants loaded on every node: those that names resolve to, and those that running queries still use.
 *
 * @param revision grows with every change that this coordinator process makes
 */
public record DesiredCatalogs(long revision, List<CatalogVersion> versions)
{
    public static final DesiredCatalogs NONE = new DesiredCatalogs(0, ImmutableList.of());

    public DesiredCatalogs
    {
        versions = versions.stream()
                .sorted(Comparator.comparing(CatalogVersion::id))
                .collect(toImmutableList());
    }

    /**
     * The same for equal sets of versions, whatever their revisions.
     */
    public String digest()
    {
        Hasher hasher = Hashing.sha256().newHasher();
        versions.forEach(version -> hasher.putString(version.id(), UTF_8).putChar('\n'));
        return hasher.hash().toString();
    }
}
