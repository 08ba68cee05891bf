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

import com.google.common.base.Splitter;
import com.google.common.base.Throwables;
import io.prestodynamic.catalog.store.CatalogStoreConfig;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

/**
 * Process with an embedded store. Executes commands that it reads line by line, and answers each line after it is executed.
 */
public final class StoreProcess
{
    static final String DONE = "done ";

    // the logging framework holds loggers weakly
    private static final Logger ROOT = Logger.getLogger("");

    private StoreProcess() {}

    public static void main(String[] args)
            throws IOException
    {
        ROOT.setLevel(Level.OFF);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (LocalStore store = new LocalStore(new CatalogStoreConfig().setEmbeddedPath(new File(args[0])))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                System.out.println(answer(store, Splitter.on(' ').splitToList(line)));
            }
        }
    }

    private static String answer(LocalStore store, List<String> request)
    {
        try {
            return DONE + switch (request.get(0)) {
                case "list" -> toText(store.list());
                case "prepare" -> store.prepare(request.get(1), request.get(2));
                case "add" -> run(() -> store.add(request.get(1)));
                case "replace" -> run(() -> store.replace(request.get(1), request.get(2)));
                case "remove" -> run(() -> store.remove(request.get(1), request.get(2)));
                default -> throw new IllegalArgumentException("not a request: " + request);
            };
        }
        catch (RuntimeException e) {
            return "%s (%s)".formatted(e.getMessage(), Throwables.getRootCause(e)).replace('\n', ' ');
        }
    }

    private static String run(Runnable change)
    {
        change.run();
        return "";
    }

    private static String toText(Map<String, String> versions)
    {
        return versions.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).collect(joining(","));
    }
}
