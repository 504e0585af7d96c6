package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The guide and the files for Karaf's folder {@code etc} are generated from the metatype. With
 * {@code -Dconfiguration.write} these tests write them.
 */
class ConfigurationPagesTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path GUIDE = ROOT.resolve("docs/guide/configuration.md");
    private static final boolean WRITES = System.getProperty("configuration.write") != null;
    private static final String TABLE = "| attribute | default | values | what |\n| --- | --- | --- | --- |\n";

    /** The sources of the metatypes by PID. */
    private static final Map<String, String> METATYPES = Map.of(
            "io.helve.aio", "impl/src/main/java/io/helve/impl/osgi/PoolConfiguration.java",
            "io.helve.net", "net/src/main/java/io/helve/net/osgi/NetConfiguration.java",
            "io.helve.sp", "sp/src/main/java/io/helve/sp/impl/osgi/SpConfiguration.java",
            "io.helve.ops", "ops/src/main/java/io/helve/ops/osgi/OpsConfiguration.java",
            "io.helve.remote", "remote/src/main/java/io/helve/remote/osgi/RemoteConfiguration.java");

    @Test
    void theGuideHasTheTablesOfTheMetatypes() throws IOException {
        for (Map.Entry<String, String> each : METATYPES.entrySet()) {
            String table = Metatype.of(ROOT.resolve(each.getValue())).attributes().stream()
                    .map(attribute -> attribute.row() + "\n")
                    .collect(Collectors.joining("", TABLE, ""));
            String guide = Files.readString(GUIDE);
            int heading = guide.indexOf("PID `" + each.getKey() + "`");
            assertTrue(heading > 0, "no heading for " + each.getKey());
            int begin = guide.indexOf(TABLE, heading);
            int end = guide.indexOf("\n\n", begin) < 0 ? guide.length() : guide.indexOf("\n\n", begin) + 1;
            if (WRITES) {
                Files.writeString(GUIDE, guide.substring(0, begin) + table + guide.substring(end));
            } else {
                assertEquals(table, guide.substring(begin, end));
            }
        }
    }

    @Test
    void theFilesForKarafHaveAllKeys() throws IOException {
        for (Map.Entry<String, String> each : METATYPES.entrySet()) {
            Path file = ROOT.resolve("karaf/src/main/cfg").resolve(each.getKey() + ".cfg");
            String text = Metatype.of(ROOT.resolve(each.getValue())).file(each.getKey());
            if (WRITES) {
                Files.writeString(file, text);
            } else {
                assertEquals(text, Files.readString(file), file.toString());
            }
        }
    }
}
