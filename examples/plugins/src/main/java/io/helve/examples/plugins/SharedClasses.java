package io.helve.examples.plugins;

import java.util.List;

/**
 * The parent of the plugins' class loaders. It knows the JDK, Helve's API, and what host and plugins share; a plugin
 * cannot see the other classes of the host, and may bring other versions of them.
 */
final class SharedClasses extends ClassLoader {
    private static final List<String> PACKAGES = List.of(
            "io.helve.examples.plugins.api.",
            "io.helve.aio.",
            "io.helve.file.",
            "io.helve.message.",
            "io.helve.option.",
            "io.helve.sp.",
            "io.helve.stream.");

    private final ClassLoader host = SharedClasses.class.getClassLoader();

    SharedClasses() {
        super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (PACKAGES.stream().noneMatch(name::startsWith)) {
            throw new ClassNotFoundException(name);
        }
        return host.loadClass(name);
    }
}
