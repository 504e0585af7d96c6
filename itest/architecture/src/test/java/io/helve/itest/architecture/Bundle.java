package io.helve.itest.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** The bundles: the prefix of their packages, the packages of others that they may know, and their rooms. */
enum Bundle {
    API("io.helve", Rooms.API),
    IMPL("io.helve.impl", Rooms.IMPL),
    NET("io.helve.net", Rooms.NET, "io.netty"),
    SP("io.helve.sp.impl", Rooms.SP),
    SHELL("io.helve.shell", Rooms.SHELL, "picocli", "org.apache.felix.service.command"),
    OPS(
            "io.helve.ops",
            Rooms.OPS,
            "io.micrometer.core.instrument",
            "io.opentelemetry",
            "jdk.jfr",
            "org.apache.felix.hc.api",
            "org.apache.felix.inventory",
            "org.apache.karaf.shell.api.console"),
    REMOTE("io.helve.remote", Rooms.REMOTE, "com.fasterxml.jackson", "org.apache.aries.rsa.spi");

    private static final List<Bundle> WITH_PREFIX = List.of(IMPL, NET, SP, SHELL, OPS, REMOTE);

    final String prefix;

    /** The packages without the prefix; each may know those before it, and none after it. */
    final List<String> rooms;

    /** Prefixes of packages of libraries that the bundle is made of. */
    final List<String> libraries;

    Bundle(String prefix, List<String> rooms, String... libraries) {
        this.prefix = prefix;
        this.rooms = rooms;
        this.libraries = List.of(libraries);
    }

    /** {@return the bundle of a class of Helve} */
    static Bundle of(JavaClass type) {
        String name = type.getPackageName();
        if (Rooms.API.stream().anyMatch(room -> name.equals(API.prefix + "." + room))) {
            return API; // the statistics of remote services are in a package below the prefix of another bundle
        }
        return WITH_PREFIX.stream()
                .filter(bundle -> isIn(name, bundle.prefix))
                .findFirst()
                .orElse(API);
    }

    /** {@return the package of one of this bundle's classes, without the prefix; "" for the prefix itself} */
    String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(prefix) ? "" : name.substring(prefix.length() + 1);
    }

    /** {@return whether a package is the one with a name, or inside it} */
    static boolean isIn(String packageName, String parent) {
        return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }
}
