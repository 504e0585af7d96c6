package io.helve.itest.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.repository.SimpleIndexer;
import biz.aQute.resolve.Bndrun;
import biz.aQute.resolve.RunResolution;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bnd's resolver finds what a bundle needs in an index of the published bundles, because the bundle is annotated. */
class ResolverIT {
    private static final Path STAGED = Path.of(System.getProperty("staging.repository"));
    private static final Path OTHERS = Path.of(System.getProperty("bundles.dir"));

    @TempDir
    Path temp;

    @BeforeAll
    static void theBuildHasStagedTheBundles() {
        assumeTrue(Files.isDirectory(STAGED), "Maven deploys nothing when it is offline");
    }

    @Test
    void aBundleThatRequiresSocketsWithinTheProcessGetsSocketsAndNoNetty() throws Exception {
        Set<String> bundles = resolve("io.helve.sp.RequireSp(\"inproc\")");

        assertTrue(bundles.containsAll(Set.of("io.helve.api", "io.helve.impl", "io.helve.sp")), "" + bundles);
        assertFalse(bundles.contains("io.helve.net") || bundles.contains("io.netty.transport"), "" + bundles);
    }

    @Test
    void aBundleThatRequiresSocketsOverTcpGetsNettyToo() throws Exception {
        Set<String> bundles = resolve("io.helve.sp.RequireSp(\"tcp\")");

        assertTrue(bundles.containsAll(Set.of("io.helve.sp", "io.helve.net", "io.netty.transport")), "" + bundles);
    }

    /** Returns the names of the bundles that run a bundle whose package has an annotation. */
    private Set<String> resolve(String annotation) throws Exception {
        List<File> bundles = new ArrayList<>();
        bundles.addAll(bundles(STAGED));
        bundles.addAll(bundles(OTHERS));
        bundles.add(consumer(annotation, bundles));
        Path index = temp.resolve("index.xml");
        new SimpleIndexer().files(bundles).base(temp.toUri()).name("published").index(index.toFile());
        Path run = Files.writeString(temp.resolve("consumer.bndrun"), """
                -standalone: index.xml
                -runfw: org.apache.felix.framework
                -runee: JavaSE-17
                -resolve.effective: resolve,active
                -runrequires: bnd.identity;id=com.example
                """);
        try (Bndrun bndrun = Bndrun.createBndrun(null, run.toFile())) {
            RunResolution resolution = bndrun.resolve();
            assertTrue(resolution.isOK(), () -> resolution.report(false) + bndrun.getErrors());
            return resolution.getRunBundles().stream()
                    .map(bundle -> bundle.getName())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<File> bundles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.toString().matches(".*-(sources|javadoc)\\.jar"))
                    .map(Path::toFile)
                    .toList();
        }
    }

    /** Makes a bundle as bnd's plugins do. */
    private File consumer(String annotation, List<File> bundles) throws Exception {
        Path sources = Files.createDirectories(temp.resolve("sources"));
        Path source = Files.writeString(
                sources.resolve("Consumer.java"), "package com.example; @" + annotation + " public class Consumer {}");
        Path classes = temp.resolve("classes");
        File api = bundles.stream()
                .filter(bundle -> bundle.getName().startsWith("io.helve.api-"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", api.getPath(), "-d", classes.toString(), source.toString()));
        try (Builder builder = new Builder()) {
            builder.setProperty("Bundle-SymbolicName", "com.example");
            builder.setProperty("Bundle-Version", "1");
            builder.setProperty("-privatepackage", "com.example");
            builder.addClasspath(classes.toFile());
            builder.addClasspath(api);
            try (Jar jar = builder.build()) {
                assertEquals(List.of(), builder.getErrors());
                File file = temp.resolve("com.example.jar").toFile();
                jar.write(file);
                return file;
            }
        }
    }
}
