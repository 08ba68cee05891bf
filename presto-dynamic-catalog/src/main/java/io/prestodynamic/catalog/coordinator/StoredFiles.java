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
package io.prestodynamic.catalog.coordinator;

import com.google.inject.Inject;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.files.FileSource;
import io.prestodynamic.catalog.files.UploadedFiles;
import io.prestodynamic.catalog.store.CatalogStore;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * Files of catalogs from the store, and from the requests whose changes are being made.
 */
public class StoredFiles
        implements FileSource
{
    private final UploadedFiles uploads;
    private final CatalogStore store;

    @Inject
    public StoredFiles(UploadedFiles uploads, CatalogStore store)
    {
        this.uploads = requireNonNull(uploads, "uploads is null");
        this.store = requireNonNull(store, "store is null");
    }

    @Override
    public byte[] read(String sha256)
    {
        return uploads.get(sha256)
                .or(() -> store.readFile(sha256))
                .orElseThrow(() -> new CatalogException(STORE_UNAVAILABLE, "The catalog store does not have the content with SHA-256 %s".formatted(sha256)));
    }
}
