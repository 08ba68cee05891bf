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
package io.prestodynamic.catalog.server.authentication;

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;

import javax.validation.constraints.NotNull;

import java.util.Optional;

public class RoleConfig
{
    private Optional<String> roleMapFile = Optional.empty();

    @NotNull
    public Optional<String> getRoleMapFile()
    {
        return roleMapFile;
    }

    @Config("configuration-based-authorizer.role-regex-map.file-path")
    @ConfigDescription("File with a line for each of the roles user, internal and admin: a regular expression for the names of those who have it")
    public RoleConfig setRoleMapFile(String roleMapFile)
    {
        this.roleMapFile = Optional.ofNullable(roleMapFile);
        return this;
    }
}
