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

import io.prestodynamic.cli.document.LocalFile;

import java.nio.file.Path;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * File with one secret. The last line break does not belong to it.
 */
public final class SecretFile
{
    private SecretFile() {}

    public static String read(Path file)
    {
        return new String(LocalFile.read(file), UTF_8).replaceFirst("\\r?\\n\\z", "");
    }
}
