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
package io.prestodynamic.cli.command.change.argument;

import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.document.DefinitionFiles;
import io.prestodynamic.cli.document.LocalFile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;

import static java.util.Objects.requireNonNull;

/**
 * Value of an option: a file that is to belong to a catalog.
 */
record AttachedFile(String name, byte[] content)
{
    AttachedFile
    {
        requireNonNull(name, "name is null");
        requireNonNull(content, "content is null");
    }

    // the content may be a credential
    @Override
    public String toString()
    {
        return name;
    }

    /**
     * Reader of {@code NAME=PATH} or {@code PATH}.
     */
    static final class Converter
            implements ITypeConverter<AttachedFile>
    {
        @Override
        public AttachedFile convert(String value)
        {
            int separator = value.indexOf('=');
            boolean named = separator > 0 && DefinitionFiles.isName(value.substring(0, separator));
            Path path = Path.of(named ? value.substring(separator + 1) : value);
            if (path.toString().equals("-")) {
                throw new TypeConversionException("a file has a path, and the standard input has none");
            }
            String name = named ? value.substring(0, separator) : String.valueOf(path.getFileName());
            if (!DefinitionFiles.isName(name)) {
                throw new TypeConversionException(
                        "'%s' is no name of a file of a catalog, which has letters, digits, '.', '_' and '-', and begins with a letter or a digit: use NAME=PATH".formatted(name));
            }
            try {
                return new AttachedFile(name, LocalFile.readAttached(path));
            }
            catch (ClientException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
