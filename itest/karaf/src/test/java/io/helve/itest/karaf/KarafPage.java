package io.helve.itest.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;

/** The commands of the guide's page about Karaf. */
final class KarafPage {
    private static final String PROMPT = "    karaf@root()> ";

    private final BundleContext context;
    private final Map<String, String> sections = new LinkedHashMap<>();

    KarafPage(BundleContext context) throws IOException {
        this.context = context;
        for (String section : Files.readString(Path.of(System.getProperty("helve.karaf.page")))
                .split("\n## ")) {
            sections.put(section.substring(0, section.indexOf('\n')), section);
        }
    }

    /** Runs all commands of a section, and returns what they have printed. */
    String run(String section) throws Exception {
        List<String> commands = sections.get(section)
                .lines()
                .filter(line -> line.startsWith(PROMPT))
                .map(line -> line.substring(PROMPT.length()))
                .toList();
        StringBuilder output = new StringBuilder();
        for (String command : commands) {
            output.append(KarafShell.run(context, here(command))).append('\n');
        }
        return output.toString();
    }

    /** A command with the version and files of this build; a feature must not refresh the bundle of the test. */
    private static String here(String command) {
        return command.replace("/0.2.0/", "/" + System.getProperty("helve.version") + "/")
                .replace("file:examples/heartbeat/target/heartbeat.jar", System.getProperty("helve.heartbeat"))
                .replaceFirst("^(feature:(?:un)?install)", "$1 -r");
    }
}
