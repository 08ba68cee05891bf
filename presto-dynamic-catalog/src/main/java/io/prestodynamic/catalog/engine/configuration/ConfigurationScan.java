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
package io.prestodynamic.catalog.engine.configuration;

import com.facebook.airlift.log.Logger;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassGraphException;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.MethodInfo;
import io.github.classgraph.Resource;
import io.github.classgraph.ScanResult;
import org.objectweb.asm.Type;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.engine.configuration.ConfigurationProperty.accessor;
import static java.util.Objects.requireNonNull;

/**
 * Scan of the class files of a plugin.
 */
final class ConfigurationScan
{
    private static final Logger log = Logger.get(ConfigurationScan.class);

    // plugins have their own copies of airlift, before and after it changed its package
    private static final List<String> PACKAGES = ImmutableList.of("com.facebook.airlift.configuration.", "io.airlift.configuration.");

    // plugins contain them whether they use them or not
    private static final List<String> LIBRARIES = ImmutableList.of("com.facebook.airlift.", "io.airlift.", "com.facebook.drift.");

    // as all configuration classes are called, and what binds them; to read all classes of hive takes many seconds
    private static final String[] CONFIGURATIONS = {"*.*Config", "*.*Configuration"};
    private static final String[] BINDERS = {"*.*Module*", "*.*ConnectorFactory*"};

    private static final String NOT_NULL = "javax.validation.constraints.NotNull";

    private final ScanResult scan;

    private ConfigurationScan(ScanResult scan)
    {
        this.scan = requireNonNull(scan, "scan is null");
    }

    /**
     * Reads the properties. Their prefixes are read when they are needed, because that takes longer.
     */
    static ConfigurationProperties read(ClassLoader classLoader)
    {
        try (ScanResult scan = of(classLoader).enableMethodInfo().enableAnnotationInfo().scan()) {
            ConfigurationScan configurations = new ConfigurationScan(scan);
            return new ConfigurationProperties(configurations.readProperties(), configurations.readDefunct(), () -> readPrefixes(classLoader));
        }
    }

    private static ImmutableSetMultimap<String, Optional<String>> readPrefixes(ClassLoader classLoader)
    {
        try (ScanResult scan = of(classLoader).acceptClasses(BINDERS).scan()) {
            return new ConfigurationScan(scan).readBindings().prefixes();
        }
        catch (ClassGraphException | IOException e) {
            log.warn(e, "Cannot read the modules of a plugin, so the prefixes of its properties are not known");
            return ImmutableSetMultimap.of();
        }
    }

    private static ClassGraph of(ClassLoader classLoader)
    {
        return new ClassGraph()
                .overrideClassLoaders(classLoader)
                .ignoreParentClassLoaders()
                .disableNestedJarScanning()
                .acceptClasses(CONFIGURATIONS)
                .ignoreClassVisibility();
    }

    static boolean isLibrary(String className)
    {
        return LIBRARIES.stream().anyMatch(className::startsWith);
    }

    private List<ConfigurationProperty> readProperties()
    {
        return PACKAGES.stream()
                .flatMap(airlift -> Stream.of("Config", "LegacyConfig")
                        .flatMap(annotation -> scan.getClassesWithMethodAnnotation(airlift + annotation).stream())
                        .distinct()
                        .flatMap(type -> type.getDeclaredMethodInfo().stream().flatMap(method -> declared(airlift, type, method))))
                .collect(toImmutableList());
    }

    private Set<String> readDefunct()
    {
        return PACKAGES.stream()
                .map(airlift -> airlift + "DefunctConfig")
                .flatMap(annotation -> scan.getClassesWithAnnotation(annotation).stream()
                        .filter(type -> !isLibrary(type.getName()))
                        .map(type -> type.getAnnotationInfo(annotation)))
                .flatMap(annotation -> names(annotation).stream())
                .collect(toImmutableSet());
    }

    private ConfigurationBindings readBindings()
            throws IOException
    {
        ConfigurationBindings bindings = new ConfigurationBindings();
        for (ClassInfo type : scan.getAllStandardClasses()) {
            Resource resource = type.getResource();
            if (resource != null && !type.getName().contains("$internal")) {
                read(type, resource, bindings);
            }
        }
        return bindings;
    }

    private static void read(ClassInfo type, Resource resource, ConfigurationBindings bindings)
            throws IOException
    {
        byte[] classFile = resource.load();
        try {
            bindings.read(classFile, isLibrary(type.getName()));
        }
        catch (RuntimeException e) {
            // what ASM throws varies; it is not known then how the class binds properties, but which of them are secret is
            log.debug(e, "Cannot read the code of class %s", type.getName());
        }
    }

    private static Stream<ConfigurationProperty> declared(String airlift, ClassInfo type, MethodInfo method)
    {
        Optional<AnnotationInfo> config = annotation(method, airlift + "Config");
        Set<String> legacyNames = annotation(method, airlift + "LegacyConfig").map(ConfigurationScan::names).orElse(ImmutableSet.of());
        // a setter for former names only, which takes another type than the present setter
        Stream<String> names = config.map(name -> Stream.of((String) value(name))).orElseGet(legacyNames::stream);
        return names.map(name -> new ConfigurationProperty(
                name,
                config.isPresent() ? legacyNames : ImmutableSet.of(),
                annotation(method, airlift + "ConfigDescription").map(description -> (String) value(description)),
                method.hasAnnotation(airlift + "ConfigSecuritySensitive"),
                config.isEmpty() || method.hasAnnotation(Deprecated.class.getName()),
                isNotNull(type, method),
                method.getClassName(),
                method.getName(),
                type(method)));
    }

    private static String type(MethodInfo setter)
    {
        Type[] parameters = Type.getArgumentTypes(setter.getTypeDescriptorStr());
        // airlift refuses setters with another number of parameters
        return parameters.length == 1 ? parameters[0].getClassName() : "void";
    }

    private static boolean isNotNull(ClassInfo type, MethodInfo setter)
    {
        return Stream.of("get", "is")
                .flatMap(prefix -> type.getDeclaredMethodInfo(accessor(prefix, setter.getName())).stream())
                .anyMatch(getter -> getter.hasAnnotation(NOT_NULL));
    }

    private static Optional<AnnotationInfo> annotation(MethodInfo method, String name)
    {
        return Optional.ofNullable(method.getAnnotationInfo(name));
    }

    private static Set<String> names(AnnotationInfo annotation)
    {
        // an array of strings only if the annotation class was found too
        return Stream.of((Object[]) value(annotation)).map(String.class::cast).collect(toImmutableSet());
    }

    private static Object value(AnnotationInfo annotation)
    {
        return annotation.getParameterValues().getValue("value");
    }
}
