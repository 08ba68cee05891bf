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
package io.prestodynamic.catalog.security;

import com.facebook.airlift.log.Logger;
import com.google.common.collect.Sets;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

/**
 * Files that only Presto's user may read. On file systems without such permissions, nothing is checked.
 */
public final class PrivateFiles
{
    private static final Logger log = Logger.get(PrivateFiles.class);
    private static final Set<PosixFilePermission> OF_OWNER = Sets.immutableEnumSet(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);

    private PrivateFiles() {}

    /**
     * Returns permissions for a new file, such as {@code rw-------}, if the file system has them.
     */
    public static FileAttribute<?>[] permissions(String permissions)
    {
        return hasPermissions() ? new FileAttribute<?>[] {asFileAttribute(fromString(permissions))} : new FileAttribute<?>[] {};
    }

    /**
     * Takes all permissions from the group and from others, as on a file that was copied or made by a former release.
     */
    public static void protect(Path file)
    {
        if (!hasPermissions()) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OF_OWNER.containsAll(permissions)) {
                Files.setPosixFilePermissions(file, Sets.intersection(permissions, OF_OWNER));
                log.warn("%s was open to other users of the machine (%s), and is not any more", file, PosixFilePermissions.toString(permissions));
            }
        }
        catch (IOException e) {
            log.warn("%s may be open to other users of the machine, and its permissions cannot be changed: %s", file, e);
        }
    }

    /**
     * Returns whether users who are neither the owner nor in the group have a permission, and can reach the file.
     */
    public static boolean othersHave(PosixFilePermission permission, Path file)
            throws IOException
    {
        return hasPermissions() && Files.getPosixFilePermissions(file).contains(permission) && areOpen(file.toRealPath().getParent());
    }

    private static boolean areOpen(Path directory)
            throws IOException
    {
        for (Path parent : Stream.iterate(directory, parent -> parent != null, Path::getParent).toList()) {
            if (!Files.getPosixFilePermissions(parent).contains(OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasPermissions()
    {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
