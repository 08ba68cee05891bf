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
package io.prestodynamic.catalog.audit;

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import io.airlift.units.DataSize;

import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;

import static io.airlift.units.DataSize.Unit.MEGABYTE;

/**
 * Configuration of the audit log. Valid on every node; only coordinators write the log.
 */
public class AuditConfig
{
    private boolean enabled = true;
    private String path = "var/log/catalog-audit.log";
    private String rotatedPattern = "-%d{yyyy-MM-dd}.%i.log.gz";
    private DataSize maxFileSize = new DataSize(100, MEGABYTE);
    private int maxHistory = 400;

    public boolean isEnabled()
    {
        return enabled;
    }

    @Config("dynamic-catalog.audit.enabled")
    @ConfigDescription("Whether attempts to change catalogs are written to a log of their own")
    public AuditConfig setEnabled(boolean enabled)
    {
        this.enabled = enabled;
        return this;
    }

    @NotNull
    public String getPath()
    {
        return path;
    }

    @Config("dynamic-catalog.audit.log-path")
    @ConfigDescription("File of the audit log; relative to the node's data directory")
    public AuditConfig setPath(String path)
    {
        this.path = path;
        return this;
    }

    @NotNull
    public String getRotatedPattern()
    {
        return rotatedPattern;
    }

    @Config("dynamic-catalog.audit.rotated-pattern")
    @ConfigDescription("What follows the path in the names of rotated files, with a date (%d) and a number (%i); those that end with .gz are compressed")
    public AuditConfig setRotatedPattern(String rotatedPattern)
    {
        this.rotatedPattern = rotatedPattern;
        return this;
    }

    @NotNull
    public DataSize getMaxFileSize()
    {
        return maxFileSize;
    }

    @Config("dynamic-catalog.audit.max-file-size")
    @ConfigDescription("Size at which a file of the audit log is rotated, besides once a day")
    public AuditConfig setMaxFileSize(DataSize maxFileSize)
    {
        this.maxFileSize = maxFileSize;
        return this;
    }

    @Min(1)
    public int getMaxHistory()
    {
        return maxHistory;
    }

    @Config("dynamic-catalog.audit.max-days")
    @ConfigDescription("Days for which rotated files are kept")
    public AuditConfig setMaxHistory(int maxHistory)
    {
        this.maxHistory = maxHistory;
        return this;
    }
}
