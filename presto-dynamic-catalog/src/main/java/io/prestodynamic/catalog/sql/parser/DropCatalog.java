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
package io.prestodynamic.catalog.sql.parser;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static io.prestodynamic.catalog.sql.parser.SqlText.name;

/**
 * Statement {@code DROP CATALOG [IF EXISTS] name [FORCE]}.
 */
public final class DropCatalog
        extends CatalogStatement
{
    private final boolean ifExists;
    private final boolean force;

    DropCatalog(String name, boolean ifExists, boolean force)
    {
        super(name);
        this.ifExists = ifExists;
        this.force = force;
    }

    public boolean isIfExists()
    {
        return ifExists;
    }

    /**
     * Returns whether queries that use the catalog fail.
     */
    public boolean isForce()
    {
        return force;
    }

    @Override
    List<Object> parts()
    {
        return ImmutableList.of(getName(), ifExists, force);
    }

    @Override
    public String toString()
    {
        return "DROP CATALOG %s%s%s".formatted(ifExists ? "IF EXISTS " : "", name(getName()), force ? " FORCE" : "");
    }
}
