package io.helve.shell.copy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTest {
    @TempDir
    Path dir;

    private Path source;

    @BeforeEach
    void source() throws IOException {
        dir = dir.toRealPath();
        source = Files.writeString(dir.resolve("source"), "content");
    }

    @Test
    void pathsAreRelativeToTheGivenDirectory() throws CommandException {
        Route route = Route.of("source", "target", dir);

        assertEquals(source, route.source());
        assertEquals(dir.resolve("target"), route.target());
        assertFalse(route.special());
    }

    @Test
    void aMinusIsStandardInput() throws CommandException {
        Route route = Route.of("-", "target", dir);

        assertNull(route.source());
        assertEquals("standard input", route.sourceName());
    }

    @Test
    void intoADirectoryTheCopyHasTheNameOfTheSource() throws Exception {
        Files.createDirectory(dir.resolve("into"));

        Route route = Route.of("source", "into", dir);

        assertEquals(dir.resolve("into/source"), route.target());
        assertEquals(Path.of("into/source").toString(), route.targetName());
    }

    @Test
    void aLinkedTargetStaysALink() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        Files.createSymbolicLink(dir.resolve("link"), file);

        assertEquals(file, Route.of("source", "link", dir).target());
    }

    @Test
    void aDeviceIsWrittenAndNotReplaced() throws CommandException {
        assumeTrue(Files.exists(Path.of("/dev/null")));

        assertTrue(Route.of("source", "/dev/null", dir).special());
    }

    @Test
    void aSourceThatIsNotThere() {
        assertRefused(ExitCode.SOURCE, "nothing: there is no such file; check the name", "nothing", "target");
    }

    @Test
    void aSourceThatIsADanglingLink() throws IOException {
        Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nothing"));

        assertRefused(
                ExitCode.SOURCE, "link: is a link to a file that is not there; correct the link", "link", "target");
    }

    @Test
    void aSourceThatIsALinkToItself() throws IOException {
        Files.createSymbolicLink(dir.resolve("link"), Path.of("link"));

        CommandException e = assertThrows(CommandException.class, () -> Route.of("link", "target", dir));
        assertEquals(ExitCode.SOURCE, e.exitCode());
        assertTrue(e.getMessage().contains("circle"), e.getMessage());
    }

    @Test
    void aSourceThatIsADirectory() {
        assertRefused(
                ExitCode.SOURCE,
                ".: is a directory; give a file, or pack it first (tar -cf - . | helve copy - DST)",
                ".",
                "target");
    }

    @Test
    void aSourceThatMayNotBeRead() throws IOException {
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("-wx------"));
        assumeFalse(Files.isReadable(source), "the superuser may read everything");

        assertRefused(
                ExitCode.SOURCE,
                "source: may not be read; change its permissions (chmod u+r), or use another user",
                "source",
                "target");
    }

    @Test
    void theSameFileTwice() throws IOException {
        Files.createSymbolicLink(dir.resolve("link"), source);
        Files.createLink(dir.resolve("hard"), source);
        Files.createDirectory(dir.resolve("sub"));

        for (String same : new String[] {"source", "./source", "sub/../source", "link", "hard", "."}) {
            CommandException e = assertThrows(CommandException.class, () -> Route.of("source", same, dir), same);
            assertEquals(ExitCode.TARGET, e.exitCode());
            assertTrue(e.getMessage().contains("is the same file as source; choose another target"), e.getMessage());
        }
    }

    @Test
    void aTargetInADirectoryThatIsNotThere() {
        assertRefused(
                ExitCode.TARGET,
                "a/b: its directory is not there; make it first (mkdir -p " + dir.resolve("a") + ")",
                "source",
                "a/b");
    }

    @Test
    void aTargetInAFileInsteadOfADirectory() throws IOException {
        Files.createFile(dir.resolve("file"));

        CommandException e = assertThrows(CommandException.class, () -> Route.of("source", "file/target", dir));
        assertEquals(ExitCode.TARGET, e.exitCode());
        assertTrue(e.getMessage().startsWith("file/target: "), e.getMessage());
    }

    @Test
    void aTargetWithASlashThatIsNoDirectory() {
        assertRefused(
                ExitCode.TARGET, "into/: is no directory; make it (mkdir), or leave out the last /", "source", "into/");
    }

    @Test
    void aDirectoryUnderTheNameThatTheCopyWouldHave() throws IOException {
        Files.createDirectories(dir.resolve("into/source"));

        CommandException e = assertThrows(CommandException.class, () -> Route.of("source", "into", dir));
        assertEquals(ExitCode.TARGET, e.exitCode());
        assertTrue(e.getMessage().startsWith("into/source: is a directory"), e.getMessage());
    }

    @Test
    void aTargetThatIsADanglingLink() throws IOException {
        Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nothing"));

        assertRefused(
                ExitCode.TARGET,
                "link: is a link to a file that is not there; remove the link, or make the file",
                "source",
                "link");
    }

    @Test
    void aTargetThatMayNotBeWritten() throws IOException {
        Path target = Files.createFile(dir.resolve("target"));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r--r--r--"));
        assumeFalse(Files.isWritable(target), "the superuser may write everything");

        assertRefused(
                ExitCode.TARGET,
                "target: may not be written; change its permissions (chmod u+w), or choose another",
                "source",
                "target");
    }

    @Test
    void aMinusAsTargetIsStandardOutputWhichIsWrittenInPlace() throws CommandException {
        Route route = Route.of("-", "-", dir);
        assertTrue(route.isToStandardOutput() && route.special());
        assertEquals("standard output", route.targetName());
    }

    @Test
    void standardInputIntoADirectoryHasNoName() {
        assertRefused(
                ExitCode.USAGE, ".: is a directory, and standard input has no name; add a file name to it", "-", ".");
    }

    @Test
    void whatMakesNoSense() {
        assertAll(
                () -> assertRefused(ExitCode.USAGE, "\"\": is no path; give a source and a target", "", "target"),
                () -> assertRefused(ExitCode.USAGE, "\"\": is no path; give a source and a target", "source", ""));
    }

    private void assertRefused(ExitCode kind, String message, String from, String to) {
        CommandException e = assertThrows(CommandException.class, () -> Route.of(from, to, dir));
        assertEquals(message, e.getMessage());
        assertEquals(kind, e.exitCode());
    }
}
