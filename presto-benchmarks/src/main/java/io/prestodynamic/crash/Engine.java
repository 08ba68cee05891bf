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
package io.prestodynamic.crash;

import com.google.common.collect.Sets;
import io.prestodynamic.testing.TestingMariaDbServer;
import io.prestodynamic.testing.TestingMySqlServer;
import io.prestodynamic.testing.TestingPostgreSqlServer;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

import static java.util.EnumSet.complementOf;
import static java.util.Locale.ENGLISH;

/**
 * Database that stores catalogs.
 */
enum Engine
{
    EMBEDDED {
        @Override
        Victim create(Path directory)
        {
            return new EmbeddedVictim(directory);
        }
    },
    MYSQL {
        @Override
        Victim create(Path directory)
        {
            return new ServerVictim(new TestingMySqlServer());
        }
    },
    MARIADB {
        @Override
        Victim create(Path directory)
        {
            return new ServerVictim(new TestingMariaDbServer());
        }

        @Override
        Set<Promise> promises()
        {
            // a transaction that has stored nothing does not force the number to disk
            return Sets.immutableEnumSet(complementOf(EnumSet.of(Promise.REPEATED_PREPARED)));
        }
    },
    POSTGRESQL {
        @Override
        Victim create(Path directory)
        {
            return new ServerVictim(new TestingPostgreSqlServer());
        }
    };

    /**
     * Creates an empty store of its own.
     *
     * @param directory directory that does not exist, for the files of the store if they are local
     */
    abstract Victim create(Path directory);

    Set<Promise> promises()
    {
        return Sets.immutableEnumSet(EnumSet.allOf(Promise.class));
    }

    @Override
    public String toString()
    {
        return name().toLowerCase(ENGLISH);
    }
}
