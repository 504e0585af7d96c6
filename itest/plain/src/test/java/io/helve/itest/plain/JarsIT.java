package io.helve.itest.plain;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the jars say about themselves, as modules and as files. */
class JarsIT {
    private static final Path JARS = Path.of(System.getProperty("bundles.dir"));
    private static final Path API = JARS.resolve("io.helve.api.jar");
    private static final Path IMPL = JARS.resolve("io.helve.impl.jar");
    private static final Path NET = JARS.resolve("io.helve.net.jar");
    private static final Path SP = JARS.resolve("io.helve.sp.jar");

    @Test
    void theApiExportsItsPackagesAndRequiresNothingAtRunTime() {
        ModuleDescriptor api = descriptor("io.helve.api");
        assertEquals(
                Set.of(
                        "io.helve.aio",
                        "io.helve.aio.provider",
                        "io.helve.annotation",
                        "io.helve.file",
                        "io.helve.message",
                        "io.helve.operator",
                        "io.helve.option",
                        "io.helve.remote.statistics",
                        "io.helve.sp",
                        "io.helve.sp.provider",
                        "io.helve.stream",
                        "io.helve.stream.provider"),
                api.exports().stream()
                        .filter(exports -> !exports.isQualified())
                        .map(ModuleDescriptor.Exports::source)
                        .collect(toSet()));
        assertEquals(Set.of("java.base"), requiredAtRunTime(api));
        assertEquals(Set.of("io.helve.aio.AioRuntime$Provider"), api.uses());
    }

    @Test
    void theImplementationExportsNothingAndProvidesTheRuntime() {
        ModuleDescriptor impl = descriptor("io.helve.impl");
        assertEquals(Set.of(), impl.exports());
        assertEquals(Set.of("java.base", "io.helve.api"), requiredAtRunTime(impl));
        assertEquals(
                Set.of("io.helve.aio.AioRuntime$Provider"),
                impl.provides().stream().map(ModuleDescriptor.Provides::service).collect(toSet()));
    }

    @Test
    void theStreamsExportNothingAndNeedNettyWithoutItsNativeTransports() {
        ModuleDescriptor net = descriptor("io.helve.net");
        assertEquals(Set.of(), net.exports());
        Set<String> required = requiredAtRunTime(net);
        assertTrue(required.containsAll(Set.of("io.helve.api", "io.netty.transport")), required.toString());
        assertTrue(
                required.stream().noneMatch(name -> name.contains("epoll") || name.contains("osgi")),
                required.toString());
        assertEquals(
                Set.of("io.helve.aio.AioRuntime$Extension"),
                net.provides().stream().map(ModuleDescriptor.Provides::service).collect(toSet()));
    }

    @Test
    void theFeatureForKarafListsTheJarsOfNettyThatTheStreamsNeed() throws Exception {
        String features = Files.readString(Path.of("../../karaf/src/main/feature/feature.xml"));
        String feature = features.substring(features.indexOf("name=\"helve-net\""));
        assertEquals(
                NettyJars.without("epoll").stream()
                        .map(jar -> jar.getFileName().toString().replace(".jar", ""))
                        .collect(toSet()),
                Pattern.compile("mvn:io.netty/([^/]+)/")
                        .matcher(feature.substring(0, feature.indexOf("io.helve.net")))
                        .results()
                        .map(result -> result.group(1))
                        .collect(toSet()));
    }

    @Test
    void theSocketsExportNothingAndNeedTheApiOnly() {
        ModuleDescriptor sp = descriptor("io.helve.sp");
        assertEquals(Set.of(), sp.exports());
        assertEquals(Set.of("java.base", "io.helve.api"), requiredAtRunTime(sp));
        assertEquals(Set.of("io.helve.sp.provider.SpTransport"), sp.uses());
        assertEquals(
                Set.of("io.helve.aio.AioRuntime$Extension"),
                sp.provides().stream().map(ModuleDescriptor.Provides::service).collect(toSet()));
    }

    @Test
    void theJarToolDescribesThem() {
        for (Path jar : new Path[] {API, IMPL, NET, SP}) {
            StringWriter output = new StringWriter();
            PrintWriter printer = new PrintWriter(output);
            int exit = ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(printer, printer, "--describe-module", "--file", jar.toString());
            assertEquals(0, exit, output.toString());
        }
    }

    @Test
    void symbolicNameAndModuleNameAreTheSame() throws Exception {
        for (String name : new String[] {"io.helve.api", "io.helve.impl", "io.helve.net", "io.helve.sp"}) {
            try (JarFile jar = new JarFile(JARS.resolve(name + ".jar").toFile())) {
                String symbolicName = jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
                assertEquals(descriptor(name).name(), symbolicName);
            }
        }
    }

    @Test
    void togetherTheyAreSmall() throws Exception {
        long size = Files.size(API) + Files.size(IMPL);
        assertTrue(size < 480 * 1024, "under 480 KB, not " + size);
    }

    private static ModuleDescriptor descriptor(String module) {
        return ModuleFinder.of(API, IMPL, NET, SP).find(module).orElseThrow().descriptor();
    }

    private static Set<String> requiredAtRunTime(ModuleDescriptor module) {
        return module.requires().stream()
                .filter(requires -> !requires.modifiers().contains(Modifier.STATIC))
                .map(Requires::name)
                .collect(toSet());
    }
}
