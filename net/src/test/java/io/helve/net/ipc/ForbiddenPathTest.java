package io.helve.net.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.testkit.ChildJvm;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders for which a program lacks permissions, in a JVM without the rights of root. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForbiddenPathTest {
    @TempDir
    private Path directory;

    private static void permit(Path path, String permissions) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void listeningAndDialingWithoutPermissionIsEPERMWithEachBackend() throws Exception {
        Optional<ChildJvm> child = new ChildJvm(directory).withoutPrivileges();
        assumeTrue(child.isPresent(), "root, and no program setpriv that takes its privileges away");
        Path readable = Files.createDirectory(directory.resolve("readable"));
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            permit(socket, "---------");
            permit(readable, "r-x------");
            permit(closed, "---------");
            String output =
                    child.get().run(ForbiddenPaths.class, readable.toString(), socket.toString(), closed.toString());
            String expected = "listening EPERM: listener of ipc://" + readable + "/socket cannot listen: " + readable
                    + "/socket: nothing may be created in its folder\ndialing EPERM\ndialing EPERM\n";
            assertEquals(expected.repeat(2), output);
        } finally {
            permit(readable, "rwx------");
            permit(closed, "rwx------");
        }
    }
}
