package io.helve.itest.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Makes bundles of the packages beside this class. */
final class TestBundle {
    private static final String PREFIX = "io.helve.itest.remote.";

    private TestBundle() {}

    static InputStream api(String version) throws IOException {
        return of("api", PREFIX + "api;version=" + version, "org.osgi.framework,org.osgi.util.promise");
    }

    static InputStream service() throws IOException {
        return of("service", null, PREFIX + "api,io.helve.remote.guard,org.osgi.framework,org.osgi.util.promise");
    }

    static InputStream consumer() throws IOException {
        return of("consumer", null, PREFIX + "api,org.osgi.framework,org.osgi.util.promise");
    }

    private static InputStream of(String name, String exports, String imports) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", PREFIX + name);
        headers.putValue("Import-Package", imports);
        if (exports != null) {
            headers.putValue("Export-Package", exports);
        }
        Path classes = Path.of(System.getProperty("test.classes"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                Stream<Path> files = Files.list(classes.resolve((PREFIX + name).replace('.', '/')))) {
            for (Path file : List.copyOf(files.toList())) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
