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
package io.prestodynamic.tests.process.server;

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.tests.process.server.ClassFile.Reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * The classes of jars, as a JVM that has them all sees them.
 */
class ClassPath
{
    // methods of these take what their callers pass
    private static final Set<String> POLYMORPHIC = ImmutableSet.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

    // the classes of each jar by their names
    private final Map<Path, Map<String, ClassFile>> jars;
    private final Map<String, ClassFile> classes = new HashMap<>();
    private final Function<String, Optional<ClassFile>> parent;

    private ClassPath(List<Path> jars, Function<String, Optional<ClassFile>> parent)
    {
        this.jars = jars.stream().collect(toImmutableMap(jar -> jar, ClassPath::read));
        this.jars.values().forEach(jar -> jar.forEach(classes::putIfAbsent));
        this.parent = requireNonNull(parent, "parent is null");
    }

    /**
     * Returns a class path of these jars and the JVM's own classes.
     */
    static ClassPath of(List<Path> jars)
    {
        Map<String, Optional<ClassFile>> platform = new HashMap<>();
        return new ClassPath(jars, className -> platform.computeIfAbsent(className, ClassPath::readFromPlatform));
    }

    /**
     * Returns a class path that has what this one has not from it.
     */
    ClassPath child(List<Path> jars)
    {
        return new ClassPath(jars, this::find);
    }

    private static Map<String, ClassFile> read(Path jar)
    {
        Map<String, ClassFile> classes = new HashMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(entry -> isClass(entry.getName())).toList()) {
                try (InputStream content = file.getInputStream(entry)) {
                    ClassFile read = ClassFile.read(content.readAllBytes());
                    classes.put(read.name(), read);
                }
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    // a newer Java has other classes below META-INF/versions
    private static boolean isClass(String entry)
    {
        return entry.endsWith(".class") && !entry.startsWith("META-INF/") && !entry.endsWith("module-info.class");
    }

    /**
     * Returns the jars, without those of the parent.
     */
    Set<Path> jars()
    {
        return jars.keySet();
    }

    /**
     * Returns sentences about members that a jar uses and that are not there. A class that is not there is no error: libraries have code for others that they work without.
     */
    List<String> missing(Path jar)
    {
        return jars.get(jar).values().stream()
                .flatMap(user -> user.references().stream()
                        .filter(this::isMissing)
                        .map(reference -> "%s of %s uses %s".formatted(user.name(), jar.getFileName(), reference)))
                .toList();
    }

    private boolean isMissing(Reference reference)
    {
        return !reference.owner().startsWith("[") && lookUp(reference.owner(), reference.member()) == Result.MISSING;
    }

    private Result lookUp(String className, String member)
    {
        Optional<ClassFile> owner = find(className);
        if (owner.isEmpty()) {
            return Result.UNKNOWN;
        }
        if (owner.get().members().contains(member) || POLYMORPHIC.contains(className)) {
            return Result.FOUND;
        }
        Set<Result> inherited = owner.get().supertypes().stream()
                .map(supertype -> lookUp(supertype, member))
                .collect(toImmutableSet());
        if (inherited.contains(Result.FOUND)) {
            return Result.FOUND;
        }
        return inherited.contains(Result.UNKNOWN) ? Result.UNKNOWN : Result.MISSING;
    }

    private Optional<ClassFile> find(String className)
    {
        ClassFile found = classes.get(className);
        return found != null ? Optional.of(found) : parent.apply(className);
    }

    private static Optional<ClassFile> readFromPlatform(String className)
    {
        try (InputStream content = ClassLoader.getPlatformClassLoader().getResourceAsStream(className + ".class")) {
            return content == null ? Optional.empty() : Optional.of(ClassFile.read(content.readAllBytes()));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private enum Result
    {
        FOUND, MISSING, UNKNOWN
    }
}
