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
package io.prestodynamic.cli.command.change.argument;

import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ChangeCondition;
import io.prestodynamic.cli.command.CommentOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.Optional;

/**
 * Options of changes of a catalog.
 */
public final class ChangeOptions
{
    @Mixin
    private CommentOption comment;

    @Option(names = "--if-version", paramLabel = "VERSION", description = "Change the catalog only if it has this version.")
    private Optional<String> version = Optional.empty();

    /**
     * Returns a client that sends the comment of the change.
     */
    public CatalogClient commented(CatalogClient client)
    {
        return comment.commented(client);
    }

    /**
     * @param otherwise condition without the option
     */
    public ChangeCondition condition(ChangeCondition otherwise)
    {
        return version.map(ChangeCondition::version).orElse(otherwise);
    }
}
