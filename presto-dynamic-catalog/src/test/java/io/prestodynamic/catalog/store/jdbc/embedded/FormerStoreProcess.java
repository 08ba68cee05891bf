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
package io.prestodynamic.catalog.store.jdbc.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Process that opens a database, prints that it is open, and waits for its end.
 */
public final class FormerStoreProcess
{
    private FormerStoreProcess() {}

    public static void main(String[] args)
            throws IOException, SQLException
    {
        try (Connection connection = DriverManager.getConnection(args[0], "sa", "")) {
            System.out.println("open");
            System.in.read();
        }
    }
}
