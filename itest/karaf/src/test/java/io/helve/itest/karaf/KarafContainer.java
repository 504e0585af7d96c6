package io.helve.itest.karaf;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.logLevel;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.karaf.options.LogLevelOption.LogLevel;

/** The real distribution, in a process of its own, with nothing to find outside target/. */
final class KarafContainer {
    private static final String MVN_CONFIG = "etc/org.ops4j.pax.url.mvn.cfg";
    private static final String VERSION = System.getProperty("karaf.version");

    private KarafContainer() {}

    static Option karaf() {
        return composite(distribution(), repositories(), asKarafsOwnScriptStartsIt(), testBundles());
    }

    private static Option distribution() {
        return composite(
                karafDistributionConfiguration()
                        .frameworkUrl(Path.of(System.getProperty("karaf.distribution"))
                                .toUri()
                                .toString())
                        .karafVersion(VERSION)
                        .name("Apache Karaf")
                        .unpackDirectory(new File(System.getProperty("karaf.unpack")))
                        .useDeployFolder(false),
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                logLevel(LogLevel.WARN));
    }

    /** Artifacts come from Karaf's system folder and from the repository that the build made, never from a network. */
    private static Option repositories() {
        String ours = Path.of(System.getProperty("helve.repository")).toUri() + "@id=helve@snapshots";
        return composite(
                editConfigurationFilePut(
                        MVN_CONFIG,
                        "org.ops4j.pax.url.mvn.defaultRepositories",
                        "file:${karaf.home}/system@id=system.repository@snapshots," + ours),
                editConfigurationFilePut(MVN_CONFIG, "org.ops4j.pax.url.mvn.repositories", ""),
                editConfigurationFilePut(
                        MVN_CONFIG, "org.ops4j.pax.url.mvn.localRepository", "${karaf.data}/repository"),
                handedOn("helve.version"),
                handedOn("helve.karaf.page"),
                handedOn("helve.heartbeat"),
                handedOn("helve.kar"));
    }

    private static Option handedOn(String property) {
        return systemProperty(property).value(System.getProperty(property));
    }

    private static Option asKarafsOwnScriptStartsIt() {
        List<String> options = List.of(
                "--add-reads=java.xml=java.logging",
                "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                "--patch-module=java.base=lib/endorsed/org.apache.karaf.specs.locator-" + VERSION + ".jar",
                "--patch-module=java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + VERSION + ".jar",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
                "--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.file=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.ftp=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.content.text=ALL-UNNAMED",
                "--add-exports=jdk.naming.rmi/com.sun.jndi.url.rmi=ALL-UNNAMED",
                "-classpath",
                "lib/jdk9plus/*" + File.pathSeparator + "lib/boot/*");
        return composite(options.stream().map(option -> vmOption(option)).toArray(Option[]::new));
    }

    private static Option testBundles() {
        return composite(Arrays.stream(new String[] {"hamcrest", "awaitility"})
                .map(name -> bundle(Path.of(System.getProperty("bundles.dir"), name + ".jar")
                        .toUri()
                        .toString()))
                .toArray(Option[]::new));
    }
}
