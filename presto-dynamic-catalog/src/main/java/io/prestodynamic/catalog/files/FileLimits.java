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

import com.google.common.collect.Sets;
import com.google.inject.Inject;
import io.airlift.units.DataSize;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.FileDigest;

import java.util.Set;
import java.util.regex.Pattern;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;

/**
 * Limits to the files of catalogs. They apply to changes and validations, and not to what is stored already.
 */
public class FileLimits
{
    private final DataSize maxFileSize;
    private final DataSize maxTotalSize;
    private final int maxCount;
    private final Pattern allowedNames;

    @Inject
    public FileLimits(CatalogFilesConfig config)
    {
        this.maxFileSize = config.getMaxFileSize();
        this.maxTotalSize = config.getMaxTotalSize();
        this.maxCount = config.getMaxCount();
        this.allowedNames = Pattern.compile(config.getAllowedNames());
    }

    /**
     * @throws CatalogException with {@code INVALID_REQUEST} if a definition refers to a file that it does not have, has a file that it does not refer to, or has more or
     * larger files than the configuration allows
     */
    public void check(CatalogDefinition definition)
    {
        CatalogFiles files = definition.files();
        Set<String> referred = FileReferences.names(definition.properties());
        Sets.difference(referred, files.names()).stream().findFirst().ifPresent(name -> {
            throw invalid("A property refers to ${%s:%s}, and the catalog has no file %s".formatted(CatalogFiles.REFERENCE, name, name));
        });
        Sets.difference(files.names(), referred).stream().findFirst().ifPresent(name -> {
            throw invalid("No property refers to file %s: write ${%s:%s} where the connector needs its path".formatted(name, CatalogFiles.REFERENCE, name));
        });
        if (files.names().size() > maxCount) {
            throw invalid("A catalog has at most %s files (dynamic-catalog.files.max-count), this one has %s".formatted(maxCount, files.names().size()));
        }
        files.digests().forEach(this::check);
        long total = files.digests().values().stream().mapToLong(FileDigest::size).sum();
        if (total > maxTotalSize.toBytes()) {
            throw invalid("The files of a catalog have at most %s together (dynamic-catalog.files.max-total-size), those of this one have %s bytes".formatted(maxTotalSize, total));
        }
    }

    private void check(String name, FileDigest digest)
    {
        if (!allowedNames.matcher(name).matches()) {
            throw invalid("File %s is not allowed: its name does not match dynamic-catalog.files.allowed-names".formatted(name));
        }
        if (digest.size() > maxFileSize.toBytes()) {
            throw invalid("A file has at most %s (dynamic-catalog.files.max-file-size), and %s has %s bytes".formatted(maxFileSize, name, digest.size()));
        }
    }

    private static CatalogException invalid(String message)
    {
        return new CatalogException(INVALID_REQUEST, message);
    }
}
