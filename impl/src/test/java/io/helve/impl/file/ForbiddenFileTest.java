package io.helve.impl.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files for which a program lacks permissions, in a JVM without the rights of root. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForbiddenFileTest {
    @TempDir
    private Path directory;

    private static Path permit(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void openingWithoutPermissionIsEPERM() throws Exception {
        Optional<ChildJvm> child = new ChildJvm(directory).withoutPrivileges();
        assumeTrue(child.isPresent(), "root, and no program setpriv that takes its privileges away");
        Path closed = permit(Files.createFile(directory.resolve("closed")), "---------");
        Path readable = permit(Files.createFile(directory.resolve("readable")), "r--------");
        Path folder = permit(Files.createDirectory(directory.resolve("folder")), "r-x------");
        try {
            String output =
                    child.get().run(ForbiddenFiles.class, closed.toString(), readable.toString(), folder.toString());
            assertEquals(String.join("\n", "EPERM", "OK", "EPERM", "EPERM", ""), output);
        } finally {
            permit(folder, "rwx------");
        }
    }
}
