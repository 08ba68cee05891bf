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
package io.prestodynamic.cli.command.transfer;

import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ImportOptions.Unnamed;
import io.prestodynamic.cli.document.DocumentReader;
import io.prestodynamic.cli.output.Terminal;
import io.prestodynamic.cli.plan.Plan;
import io.prestodynamic.cli.plan.Planner;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Desired state that a plan is made for.
 */
final class DesiredState
{
    @Parameters(index = "0", paramLabel = "DIRECTORY|FILE|-", description = "A directory of NAME.properties files, or a document in JSON or YAML in the format of an export.")
    private String source;

    @Option(names = "--prune", description = "Delete the catalogs that the desired state does not have.")
    private boolean prune;

    Plan plan(CatalogClient client, Terminal terminal)
    {
        return new Planner(client).plan(new DocumentReader(terminal).read(source), prune ? Unnamed.DELETE : Unnamed.KEEP);
    }
}
