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
package io.prestodynamic.benchmarks.boot;

import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.ServerInstallation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.MoreCollectors.onlyElement;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

/**
 * The tarball of upstream, made to run on Java 17: with the ASM, the launcher and the options of this server.
 */
final class UpstreamTarball
{
    private UpstreamTarball() {}

    static ServerInstallation unpack(Path tarball, Path target, Path ours)
            throws IOException
    {
        Files.createDirectories(target);
        Commands.run("tar", "-xzf", tarball.toString(), "-C", target.toString());
        Path installation;
        try (Stream<Path> directories = Files.list(target)) {
            installation = directories.collect(onlyElement());
        }
        Commands.run("cp", "-r", ours.resolve("bin").toString(), installation.toString());
        Files.createDirectories(installation.resolve("etc"));
        Files.copy(ours.resolve("etc/jvm.config"), installation.resolve("etc/jvm.config"), REPLACE_EXISTING);
        replaceAsm(installation, ours.resolve("lib"));
        return ServerInstallation.at(installation);
    }

    private static void replaceAsm(Path installation, Path lib)
            throws IOException
    {
        try (Stream<Path> jars = Files.list(lib); Stream<Path> files = Files.walk(installation)) {
            Map<String, Path> replacements = jars.filter(UpstreamTarball::isAsm).collect(toImmutableMap(UpstreamTarball::artifact, jar -> jar));
            for (Path jar : files.filter(file -> isAsm(file) && replacements.containsKey(artifact(file))).toList()) {
                Path replacement = replacements.get(artifact(jar));
                Files.delete(jar);
                Files.copy(replacement, jar.resolveSibling(replacement.getFileName()));
            }
        }
    }

    private static boolean isAsm(Path file)
    {
        return file.getFileName().toString().matches("asm(-[a-z]+)?-[0-9.]+\\.jar");
    }

    private static String artifact(Path jar)
    {
        return jar.getFileName().toString().replaceFirst("-[0-9.]+\\.jar$", "");
    }
}
