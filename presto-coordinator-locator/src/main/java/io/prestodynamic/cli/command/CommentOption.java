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
package io.prestodynamic.cli.command;

import io.prestodynamic.cli.client.CatalogClient;
import picocli.CommandLine.Option;

import java.util.Optional;

/**
 * Comment of changes in the history.
 */
public final class CommentOption
{
    @Option(names = "--comment", paramLabel = "TEXT", description = "What the history says about the change.")
    private Optional<String> comment = Optional.empty();

    /**
     * Returns a client whose changes have the comment.
     */
    public CatalogClient commented(CatalogClient client)
    {
        return client.withComment(comment);
    }
}
