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
package io.prestodynamic.catalog.files;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Contents that requests have brought, which are in memory while their changes are made.
 */
@ThreadSafe
public class UploadedFiles
{
    /**
     * Contents of one request, which are kept until it is closed.
     */
    public interface Upload
            extends AutoCloseable
    {
        @Override
        void close();
    }

    private final Set<FileContents> held = ConcurrentHashMap.newKeySet();

    public Upload hold(FileContents contents)
    {
        held.add(contents);
        return () -> held.remove(contents);
    }

    public Optional<byte[]> get(String sha256)
    {
        return held.stream().flatMap(contents -> contents.get(sha256).stream()).findFirst();
    }
}
