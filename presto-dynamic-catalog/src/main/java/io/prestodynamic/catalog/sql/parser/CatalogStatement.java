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

import com.facebook.presto.sql.tree.Node;
import com.facebook.presto.sql.tree.Statement;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogName;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Statement about a catalog. {@link #toString} is the statement with a mask in the place of each value of a property.
 */
public abstract class CatalogStatement
        extends Statement
{
    private final String name;

    CatalogStatement(String name)
    {
        super(Optional.empty());
        this.name = requireNonNull(name, "name is null");
    }

    /**
     * Returns the name as it was written, in lower case. It may be no name of a catalog.
     */
    public String getName()
    {
        return name;
    }

    /**
     * @throws io.prestodynamic.catalog.CatalogException with {@code INVALID_REQUEST} if it is no name of a catalog
     */
    public CatalogName toCatalogName()
    {
        return new CatalogName(name);
    }

    /**
     * Returns what makes a statement differ from another one of its class.
     */
    abstract List<Object> parts();

    @Override
    public List<? extends Node> getChildren()
    {
        return ImmutableList.of();
    }

    @Override
    public int hashCode()
    {
        return parts().hashCode();
    }

    @Override
    public boolean equals(Object other)
    {
        return other != null && getClass() == other.getClass() && parts().equals(((CatalogStatement) other).parts());
    }
}
