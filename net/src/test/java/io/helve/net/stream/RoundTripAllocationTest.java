package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.testkit.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A round trip of callbacks allocates nothing on workers that poll the event loops. A JVM of its own measures, so that
 * other tests have left nothing behind: after all other tests of this module, on JDK 25, one of the two writes of each
 * round trip allocated an entry of Netty's outbound buffer, for a reason that is not known.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoundTripAllocationTest {
    /** Bytes; less than any object takes. */
    private static final long NOTHING = 8;

    @TempDir
    private Path dir;

    @Test
    void aConversationOfCallbacksAllocatesNothing() throws Exception {
        String bytes = new ChildJvm(dir).run(RoundTripsByWorkers.class).strip();
        assertTrue(Long.parseLong(bytes) < NOTHING, () -> "bytes for each round trip: " + bytes);
    }
}
