package io.helve.impl.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.testkit.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Operations on devices end, also if there is no memory for the buffer that they need. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NoDirectMemoryTest {
    @TempDir
    private Path dir;

    @Test
    void operationsEndWithENOMEMAndGoOnWhenMemoryIsBack() throws Exception {
        String expected =
                String.join("\n", "write ENOMEM idle", "read ENOMEM idle", "write OK idle", "read OK idle", "");
        assertEquals(
                expected, new ChildJvm(dir).option("-XX:MaxDirectMemorySize=1m").run(DeviceOperations.class));
    }
}
