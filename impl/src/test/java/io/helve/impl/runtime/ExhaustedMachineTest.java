package io.helve.impl.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Timers and completions go on when the threads or the memory of the machine, which were used up, are there again. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExhaustedMachineTest {
    /** A user of whom this machine knows nothing, so that no other process counts against the limit. */
    private static final String USER = "61237";

    @TempDir
    private Path dir;

    /** The limit does not hold for root, so the child gives up that user first. */
    @Test
    void timersAndCompletionsGoOnWhenThereAreThreadsAgain() throws Exception {
        Path setpriv = Path.of("/usr/bin/setpriv");
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        if (!isRoot || !Files.isExecutable(setpriv)) {
            assertFalse(Boolean.getBoolean("peers.required"), "needs root and setpriv");
            Assumptions.abort("needs root and setpriv");
        }
        String output = new ChildJvm(dir)
                .after("exec prlimit --nproc=60 " + setpriv + " --reuid=" + USER + " --regid=" + USER
                        + " --clear-groups \"$0\" \"$@\"")
                .option("-XX:+UseSerialGC")
                .option("-XX:TieredStopAtLevel=1")
                .run(ThreadsUsedUp.class);
        assertTrue(output.contains("threads taken: true"), output);
        assertTrue(output.contains("without threads: false"), output);
        assertTrue(output.contains("with threads: true"), output);
    }

    @Test
    void operationsGoOnWhenThereIsHeapAgain() throws Exception {
        String output =
                new ChildJvm(dir).option("-Xmx16m").option("-XX:+UseSerialGC").run(HeapUsedUp.class);
        for (String loop : new String[] {"on the pool", "inline", "on an executor", "at a time limit", "a file"}) {
            assertTrue(output.contains(loop + ": true"), output);
        }
    }
}
