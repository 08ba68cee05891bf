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

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import io.airlift.units.DataSize;
import io.airlift.units.MaxDataSize;

import javax.validation.constraints.AssertTrue;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;

import java.io.File;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import static io.airlift.units.DataSize.Unit.MEGABYTE;

/**
 * Configuration of the files that belong to dynamic catalogs. Valid on every node.
 */
public class CatalogFilesConfig
{
    private File directory = new File("var/dynamic-catalog/files");
    private DataSize maxFileSize = new DataSize(1, MEGABYTE);
    private DataSize maxTotalSize = new DataSize(4, MEGABYTE);
    private int maxCount = 20;
    private String allowedNames = ".*";

    @NotNull
    public File getDirectory()
    {
        return directory;
    }

    @Config("dynamic-catalog.files.directory")
    @ConfigDescription("Directory of this node for copies of files that belong to catalogs; relative to the node's data directory")
    public CatalogFilesConfig setDirectory(File directory)
    {
        this.directory = directory;
        return this;
    }

    // nodes send it to each other in one response
    @NotNull
    @MaxDataSize("8MB")
    public DataSize getMaxFileSize()
    {
        return maxFileSize;
    }

    @Config("dynamic-catalog.files.max-file-size")
    @ConfigDescription("Largest file that may belong to a catalog")
    public CatalogFilesConfig setMaxFileSize(DataSize maxFileSize)
    {
        this.maxFileSize = maxFileSize;
        return this;
    }

    @NotNull
    @MaxDataSize("16MB")
    public DataSize getMaxTotalSize()
    {
        return maxTotalSize;
    }

    @Config("dynamic-catalog.files.max-total-size")
    @ConfigDescription("Size that all files of a catalog may have together")
    public CatalogFilesConfig setMaxTotalSize(DataSize maxTotalSize)
    {
        this.maxTotalSize = maxTotalSize;
        return this;
    }

    @Min(0)
    @Max(1000)
    public int getMaxCount()
    {
        return maxCount;
    }

    @Config("dynamic-catalog.files.max-count")
    @ConfigDescription("Number of files that a catalog may have")
    public CatalogFilesConfig setMaxCount(int maxCount)
    {
        this.maxCount = maxCount;
        return this;
    }

    @NotNull
    public String getAllowedNames()
    {
        return allowedNames;
    }

    @Config("dynamic-catalog.files.allowed-names")
    @ConfigDescription("Regular expression over the whole name of a file that may belong to a catalog")
    public CatalogFilesConfig setAllowedNames(String allowedNames)
    {
        this.allowedNames = allowedNames;
        return this;
    }

    @AssertTrue(message = "dynamic-catalog.files.allowed-names is not a valid regular expression")
    public boolean isAllowedNamesValid()
    {
        try {
            Pattern.compile(allowedNames);
            return true;
        }
        catch (PatternSyntaxException e) {
            return false;
        }
    }
}
