package io.helve.shell.copy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.shell.copy.CopyException.Kind;
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
    void pathsAreRelativeToTheGivenDirectory() throws CopyException {
        Route route = Route.of("source", "target", dir);

        assertEquals(source, route.source());
        assertEquals(dir.resolve("target"), route.target());
        assertFalse(route.special());
    }

    @Test
    void aMinusIsStandardInput() throws CopyException {
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
    void aDeviceIsWrittenAndNotReplaced() throws CopyException {
        assumeTrue(Files.exists(Path.of("/dev/null")));

        assertTrue(Route.of("source", "/dev/null", dir).special());
    }

    @Test
    void aSourceThatIsNotThere() {
        assertRefused(Kind.SOURCE, "nothing: there is no such file; check the name", "nothing", "target");
    }

    @Test
    void aSourceThatIsADanglingLink() throws IOException {
        Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nothing"));

        assertRefused(Kind.SOURCE, "link: is a link to a file that is not there; correct the link", "link", "target");
    }

    @Test
    void aSourceThatIsALinkToItself() throws IOException {
        Files.createSymbolicLink(dir.resolve("link"), Path.of("link"));

        CopyException e = assertThrows(CopyException.class, () -> Route.of("link", "target", dir));
        assertEquals(Kind.SOURCE, e.kind());
        assertTrue(e.getMessage().contains("circle"), e.getMessage());
    }

    @Test
    void aSourceThatIsADirectory() {
        assertRefused(
                Kind.SOURCE,
                ".: is a directory; give a file, or pack it first (tar -cf - . | helve copy - DST)",
                ".",
                "target");
    }

    @Test
    void aSourceThatMayNotBeRead() throws IOException {
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("-wx------"));
        assumeFalse(Files.isReadable(source), "the superuser may read everything");

        assertRefused(
                Kind.SOURCE,
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
            CopyException e = assertThrows(CopyException.class, () -> Route.of("source", same, dir), same);
            assertEquals(Kind.TARGET, e.kind());
            assertTrue(e.getMessage().contains("is the same file as source; choose another target"), e.getMessage());
        }
    }

    @Test
    void aTargetInADirectoryThatIsNotThere() {
        assertRefused(
                Kind.TARGET,
                "a/b: its directory is not there; make it first (mkdir -p " + dir.resolve("a") + ")",
                "source",
                "a/b");
    }

    @Test
    void aTargetInAFileInsteadOfADirectory() throws IOException {
        Files.createFile(dir.resolve("file"));

        CopyException e = assertThrows(CopyException.class, () -> Route.of("source", "file/target", dir));
        assertEquals(Kind.TARGET, e.kind());
        assertTrue(e.getMessage().startsWith("file/target: "), e.getMessage());
    }

    @Test
    void aTargetWithASlashThatIsNoDirectory() {
        assertRefused(
                Kind.TARGET, "into/: is no directory; make it (mkdir), or leave out the last /", "source", "into/");
    }

    @Test
    void aDirectoryUnderTheNameThatTheCopyWouldHave() throws IOException {
        Files.createDirectories(dir.resolve("into/source"));

        CopyException e = assertThrows(CopyException.class, () -> Route.of("source", "into", dir));
        assertEquals(Kind.TARGET, e.kind());
        assertTrue(e.getMessage().startsWith("into/source: is a directory"), e.getMessage());
    }

    @Test
    void aTargetThatIsADanglingLink() throws IOException {
        Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nothing"));

        assertRefused(
                Kind.TARGET,
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
                Kind.TARGET,
                "target: may not be written; change its permissions (chmod u+w), or choose another",
                "source",
                "target");
    }

    @Test
    void standardInputIntoADirectoryHasNoName() {
        assertRefused(Kind.USAGE, ".: is a directory, and standard input has no name; add a file name to it", "-", ".");
    }

    @Test
    void whatMakesNoSense() {
        assertAll(
                () -> assertRefused(Kind.USAGE, "-: is no target; for a file of that name write ./-", "source", "-"),
                () -> assertRefused(Kind.USAGE, "\"\": is no path; give a source and a target", "", "target"),
                () -> assertRefused(Kind.USAGE, "\"\": is no path; give a source and a target", "source", ""));
    }

    private void assertRefused(Kind kind, String message, String from, String to) {
        CopyException e = assertThrows(CopyException.class, () -> Route.of(from, to, dir));
        assertEquals(message, e.getMessage());
        assertEquals(kind, e.kind());
    }
}
