package io.helve.app.manual;

import io.helve.shell.CommandDispatcher;
import io.helve.shell.HelveVersion;
import io.helve.shell.standalone.StandaloneServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Writes the manual pages and the completions of shells from the options of the commands. The build runs this program
 * and packs the files into the archive, in the folders in which systems look for such files.
 */
public final class Manual {
    private Manual() {}

    /** Writes all files below a directory. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]));
    }

    static void write(Path directory) throws IOException {
        try (StandaloneServices services = new StandaloneServices()) {
            CommandSpec helve = new CommandDispatcher(services, () -> 0).tree().getCommandSpec();
            for (CommandSpec command : CommandTree.all(helve)) {
                put(directory, "man/man1/" + ManPage.name(command) + ".1", ManPage.of(command, HelveVersion.get()));
            }
            put(directory, "bash-completion/completions/helve", BashCompletion.of(helve));
            put(directory, "zsh/site-functions/_helve", ZshCompletion.of(helve));
            put(directory, "fish/vendor_completions.d/helve.fish", FishCompletion.of(helve));
        }
    }

    private static void put(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
