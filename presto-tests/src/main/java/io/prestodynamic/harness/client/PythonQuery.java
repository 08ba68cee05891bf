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
package io.prestodynamic.harness.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Query of a {@link PythonClient}.
 */
public class PythonQuery
{
    private final PythonClient client;
    private final String id;
    private final List<List<String>> rows = new ArrayList<>();
    private int pages;
    private String state;
    private Optional<URI> nextUri;

    PythonQuery(PythonClient client, JsonNode answer)
    {
        this.client = requireNonNull(client, "client is null");
        this.id = answer.path("id").asText();
        read(answer);
    }

    /**
     * Returns the address that is asked next, or empty if the query has ended.
     */
    public Optional<URI> getNextUri()
    {
        return nextUri;
    }

    public List<List<String>> getRows()
    {
        return rows;
    }

    /**
     * Returns the state in the last answer, such as {@code RUNNING}.
     */
    public String getState()
    {
        return state;
    }

    /**
     * Returns the number of answers with rows.
     */
    public int getPages()
    {
        return pages;
    }

    /**
     * @throws PythonClient.QueryFailedException if the query fails
     */
    public PythonQuery fetchAll()
    {
        while (nextUri.isPresent()) {
            fetch();
        }
        return this;
    }

    /**
     * Asks the next address, which the query must have.
     *
     * @throws PythonClient.QueryFailedException if the query fails
     */
    public void fetch()
    {
        read(client.fetch(nextUri.orElseThrow()));
    }

    /**
     * @return the status of the answer
     */
    public int cancel()
    {
        return client.cancel(id);
    }

    private void read(JsonNode answer)
    {
        state = answer.path("stats").path("state").asText();
        nextUri = Optional.ofNullable(answer.get("nextUri")).map(JsonNode::asText).map(URI::create);
        if (answer.has("data")) {
            pages++;
            answer.get("data").forEach(row -> rows.add(StreamSupport.stream(row.spliterator(), false).map(JsonNode::asText).collect(toImmutableList())));
        }
    }
}
