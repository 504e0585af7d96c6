package io.helve.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for a part of a test, such as one in another language: with the classes of this JVM. */
public final class ChildJvm {
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> options = new ArrayList<>();
    private String shell = "";
    private String furtherClasses = "";

    /** The command that starts the JVM; empty if the shell does. */
    private List<String> prefix = List.of();

    /**
     * Creates a description of a JVM; nothing is started yet.
     *
     * @param directory where the output is kept
     */
    public ChildJvm(Path directory) {
        this.directory = directory;
    }

    /**
     * Sets an environment variable.
     *
     * @param name the name
     * @param value the value
     * @return this
     */
    public ChildJvm env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /**
     * Adds an option of the JVM.
     *
     * @param option the option
     * @return this
     */
    public ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    /**
     * Adds entries to the class path.
     *
     * @param entries the entries, as the class path has them
     * @return this
     */
    public ChildJvm classes(String entries) {
        furtherClasses = File.pathSeparator + entries;
        return this;
    }

    /**
     * Runs a command in the shell that starts the JVM, such as {@code ulimit -n 64}.
     *
     * @param command the command
     * @return this
     */
    public ChildJvm after(String command) {
        shell = command + "; ";
        return this;
    }

    /**
     * Takes the privileges of root from the child, so that the permissions of its own files bind it.
     *
     * @return this, or nothing if this JVM runs as root and the machine has no way to start a program with less
     */
    public Optional<ChildJvm> withoutPrivileges() throws InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.of(this);
        }
        prefix = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0 ? Optional.of(this) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes a locale with the C library's translations for the child.
     *
     * @param locale its name, such as {@code de_DE}
     * @return this, or nothing if this machine cannot make the locale or has no translations
     */
    public Optional<ChildJvm> inLanguage(String locale) {
        String language = locale.substring(0, locale.indexOf('_'));
        if (!Files.exists(Path.of("/usr/share/locale", language, "LC_MESSAGES", "libc.mo"))) {
            return Optional.empty();
        }
        Path made = directory.resolve(locale + ".UTF-8");
        try {
            new ProcessBuilder("localedef", "-i", locale, "-f", "UTF-8", made.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("localedef.log").toFile())
                    .start()
                    .waitFor(60, TimeUnit.SECONDS);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!Files.exists(made)) {
            return Optional.empty();
        }
        return Optional.of(env("LOCPATH", directory.toString()).env("LC_ALL", locale + ".UTF-8"));
    }

    /**
     * Runs a class, which must end with status 0.
     *
     * @param main the class
     * @param arguments the arguments of its main method
     * @return the output of the JVM
     */
    public String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Path output = directory.resolve(main.getSimpleName() + ".out");
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell + "exec \"$0\" \"$@\""));
        command.addAll(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) { // which warn of what Netty does, among the output
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classPath() + furtherClasses, main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("LC_ALL");
        builder.environment().putAll(environment);
        Process child = builder.start();
        try {
            assertTrue(child.waitFor(240, TimeUnit.SECONDS), () -> "it does not end: " + read(output));
            assertEquals(0, child.exitValue(), () -> read(output));
            return read(output);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** {@return the module path and the class path of this JVM, with the classes of the tests} */
    public static String classPath() {
        return String.join(
                File.pathSeparator,
                List.of(
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""),
                        System.getProperty("surefire.test.class.path", ""),
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        Path.of("target", "classes").toAbsolutePath().toString()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
