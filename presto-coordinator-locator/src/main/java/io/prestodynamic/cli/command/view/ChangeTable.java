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
package io.prestodynamic.cli.command.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.cli.output.Table;

import java.util.Set;

import static java.util.stream.Collectors.joining;

/**
 * Table of recorded changes.
 */
final class ChangeTable
{
    private static final Set<String> CHANGES = Set.of("REPLACED", "DESCRIBED");

    private ChangeTable() {}

    /**
     * @param changes as the API answers them
     */
    static Table of(JsonNode changes)
    {
        Table table = new Table("at", "catalog", "action", "version", "user", "source", "changed", "comment");
        changes.forEach(change -> table.add(
                change.path("at").asText(),
                change.path("catalogName").asText(),
                change.path("action").asText(),
                change.path("version").asText("-"),
                user(change),
                change.path("source").asText(),
                changed(change),
                change.path("comment").asText("")));
        return table;
    }

    // everything is new in a catalog that was added
    private static String changed(JsonNode change)
    {
        return CHANGES.contains(change.path("action").asText()) ? change.path("changed").valueStream().map(JsonNode::asText).collect(joining(", ")) : "";
    }

    private static String user(JsonNode change)
    {
        String user = change.path("user").asText("-");
        if (change.hasNonNull("principal")) {
            String principal = change.path("principal").asText();
            return principal.equals(user) ? user : "%s (by %s)".formatted(user, principal);
        }
        return user.equals("-") ? user : user + " (claimed)";
    }
}
