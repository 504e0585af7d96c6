package io.helve.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/helve} in a checkout of its own, whose build is played by a script. */
class ScriptIT {
    private static final Path SCRIPT = Path.of(System.getProperty("helve.script"));
    private static final Path JAR = Path.of(System.getProperty("helve.jar"));
    private static final Path SH = Path.of("/bin/sh");

    @TempDir
    Path temp;

    private Path checkout;
    private Path jar;
    private Path tools;
    private String path = System.getenv("PATH");
    private String javaHome = System.getProperty("java.home");
    private String locale = "C";
    private String classArchive = "off";

    @BeforeEach
    void checkout() throws IOException {
        assumeTrue(Files.isExecutable(SH), "no shell here");
        checkout = Files.createDirectories(temp.resolve("check out"));
        Files.createDirectories(checkout.resolve("bin"));
        Files.copy(SCRIPT, checkout.resolve("bin/helve"));
        jar = Files.createDirectories(checkout.resolve("app/target")).resolve("helve.jar");
        tools = Files.createDirectory(temp.resolve("tools"));
        tool("mvn", "echo \"$@\" >'" + temp.resolve("built") + "'; cp '" + JAR + "' app/target/helve.jar");
        path = tools + ":" + path;
    }

    @Test
    void buildsTheJarOnFirstUse() throws Exception {
        Run run = run("--version");

        assertEquals("helve: building, which is needed only once ...\n", run.err());
        assertTrue(run.out().startsWith("helve "), run.out());
        assertEquals(0, run.code());
        assertTrue(Files.readString(temp.resolve("built")).contains("-pl app -am package"));
    }

    @Test
    void buildsItAgainOnlyIfSourcesAreNewer() throws Exception {
        Files.copy(JAR, jar);
        Path source = Files.createDirectories(checkout.resolve("impl/src/main")).resolve("New.java");
        Files.createFile(source);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(60)));
        run("--version");
        assertTrue(Files.notExists(temp.resolve("built")), "older");

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        run("--version");
        assertTrue(Files.exists(temp.resolve("built")), "newer");
    }

    @Test
    void worksThroughLinksWithPathsOfTheCallersDirectory() throws Exception {
        Files.copy(JAR, jar);
        Files.createSymbolicLink(temp.resolve("first"), Path.of("check out/bin/helve"));
        Files.createSymbolicLink(tools.resolve("helve"), temp.resolve("first"));
        Path source = Files.writeString(temp.resolve("source"), "content");

        Run run = start(tools.resolve("helve").toString(), "copy", "--quiet", "source", "target");

        assertEquals(new Run(0, "", ""), run);
        assertEquals(-1, Files.mismatch(source, temp.resolve("target")));
    }

    @Test
    void showsWhyTheBuildFailed() throws Exception {
        tool("mvn", "echo what went wrong; exit 1");

        Run run = run("--version");

        assertEquals(1, run.code());
        assertTrue(run.err().contains("what went wrong\nhelve: the build in "), run.err());
        assertEquals("", run.out());
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(tools.resolve("mvn"));
        for (String tool : List.of("dirname", "readlink", "sed", "find", "head", "mkdir", "touch", "ls", "flock")) {
            borrow(tool);
        }
        path = tools.toString();

        Run run = run("--version");

        assertEquals(1, run.code());
        assertTrue(run.err().startsWith("helve: mvn not found; install Apache Maven, 3.8 or newer"), run.err());
    }

    @Test
    void saysThatJavaIsMissing() throws Exception {
        javaHome = temp.resolve("nothing").toString();

        Run run = run("--version");

        assertEquals(1, run.code());
        assertEquals(
                "helve: " + javaHome + "/bin/java not found; install a JDK, 17 or newer, or set JAVA_HOME to one\n",
                run.err());
    }

    @Test
    void saysThatJavaIsTooOld() throws Exception {
        Path bin = Files.createDirectories(temp.resolve("jdk/bin"));
        executable(bin.resolve("java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        javaHome = temp.resolve("jdk").toString();

        Run run = run("--version");

        assertEquals(1, run.code());
        assertEquals(
                "helve: " + javaHome
                        + "/bin/java is version 11, but 17 or newer is needed; set JAVA_HOME to such a one\n",
                run.err());
    }

    /** Java itself would read a file of the JDK there. */
    @Test
    void closedStandardInputCannotBeRead() throws Exception {
        Files.copy(JAR, jar);

        Run run = inShell("copy --quiet - target <&-");

        assertEquals(new Run(3, "", "helve: standard input: reading failed: bad file descriptor\n"), run);
        assertTrue(Files.notExists(temp.resolve("target")));
    }

    @Test
    void closedStandardOutputAndErrorCannotBeWritten() throws Exception {
        Files.copy(JAR, jar);
        Path source = Files.writeString(temp.resolve("source"), "content");

        Run run = inShell("copy source target >&- 2>&-");

        assertEquals("", run.out() + run.err());
        assertEquals(-1, Files.mismatch(source, temp.resolve("target")));
    }

    @Test
    void namesAreUnderstoodAlsoWithALocaleThatIsNotInstalled() throws Exception {
        Files.copy(JAR, jar);
        locale = "xx_XX.UTF-8";
        assertEquals(0, inShell("--version >'\u00e4'").code());

        Run run = inShell("copy --quiet '\u00e4' '\u00f6'");

        assertEquals(new Run(0, "", ""), run);
    }

    @Test
    void anArchiveOfClassesIsMadeOnceBesideTheJar() throws Exception {
        Files.copy(JAR, jar);
        classArchive = "on";
        run("--version");
        Path archive = classArchive();
        FileTime made = Files.getLastModifiedTime(archive);
        assertTrue(Files.size(archive) > 1 << 20, "it is empty");

        assertEquals(new Run(0, "helve " + System.getProperty("helve.version") + "\n", ""), run("--version"));

        assertEquals(made, Files.getLastModifiedTime(classArchive()));
    }

    @Test
    void anArchiveOfClassesThatIsNoneIsNoReasonForAWord() throws Exception {
        Files.copy(JAR, jar);
        classArchive = "on";
        run("--version");
        Path archive = classArchive();
        Files.delete(archive);
        Files.writeString(archive, "nonsense");

        assertEquals(new Run(0, "helve " + System.getProperty("helve.version") + "\n", ""), run("--version"));
    }

    @Test
    void aFolderThatCannotBeWrittenGetsNoArchiveOfClasses() throws Exception {
        Files.copy(JAR, jar);
        classArchive = "on";
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(jar.getParent());
        Files.setPosixFilePermissions(jar.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeTrue(!Files.isWritable(jar.getParent()), "this user may write everywhere");
            assertEquals(new Run(0, "helve " + System.getProperty("helve.version") + "\n", ""), run("--version"));
            assertEquals(List.of("helve.jar"), CopyIT.list(jar.getParent()));
        } finally {
            Files.setPosixFilePermissions(jar.getParent(), before);
        }
    }

    private Path classArchive() throws IOException {
        List<String> archives = CopyIT.list(jar.getParent()).stream()
                .filter(name -> name.endsWith(".jsa"))
                .toList();
        assertEquals(1, archives.size(), "archives");
        return jar.resolveSibling(archives.get(0));
    }

    private Run inShell(String line) throws IOException, InterruptedException {
        Path script = Files.writeString(temp.resolve("script"), "'" + checkout.resolve("bin/helve") + "' " + line);
        return start(SH.toString(), script.toString());
    }

    private record Run(int code, String out, String err) {}

    private Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("bin/helve").toString()));
        command.addAll(List.of(arguments));
        return start(command.toArray(String[]::new));
    }

    private Run start(String... command) throws IOException, InterruptedException {
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PATH", path);
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().remove("LC_CTYPE");
        builder.environment().put("LC_ALL", locale);
        builder.environment().put("HELVE_CLASS_ARCHIVE", classArchive);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            assertTrue(process.waitFor(150, TimeUnit.SECONDS), "it does not end");
        } finally {
            process.destroyForcibly();
        }
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private void tool(String name, String script) throws IOException {
        executable(tools.resolve(name), script);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void borrow(String name) throws IOException {
        for (String directory : System.getenv("PATH").split(":")) {
            Path tool = Path.of(directory, name);
            if (Files.isExecutable(tool)) {
                tool(name, "exec " + tool + " \"$@\"");
                return;
            }
        }
    }
}
