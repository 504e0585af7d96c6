package io.helve.sp.impl.stress;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A crowd of hostile peers in a JVM with a heap of 128 MiB: peers that send to a socket nobody receives from,
 * subscribers that do not read, silent peers and slow ones. Peers that exchange messages on the same event loops
 * meanwhile lose none, and afterwards all memory is returned. {@code -Dcrowd.peers=10000 -Dcrowd.seconds=60} is the
 * long run, with so many peers of each kind; {@code -Dcrowd.schemes} says over what. Each peer needs a descriptor.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrowdTest {
    private static final int PEERS = Integer.getInteger("crowd.peers", 60);
    private static final int SECONDS = Integer.getInteger("crowd.seconds", 3);
    private static final String SCHEMES = System.getProperty("crowd.schemes", "tcp,tls+tcp,ipc,ws,wss,udp");
    private static final Pattern HEAP =
            Pattern.compile("heap (\\d+) KiB before, \\d+ KiB in the crowd, (\\d+) KiB after");

    /** What may be left in memory: classes that were loaded, and buffers that are kept for the next crowd. */
    private static final long KEPT = 32 << 10;

    static List<String> schemes() {
        return List.of(SCHEMES.split(","));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aCrowdOfHostilePeersNeitherFillsTheMemoryNorHoldsUpOthers(String scheme, @TempDir Path directory)
            throws Exception {
        String text = new ChildJvm(directory)
                .option("-Xmx128m")
                .run(Crowded.class, scheme, Integer.toString(PEERS), Integer.toString(SECONDS));
        System.out.print(text);
        assertTrue(text.endsWith("fine\n"), text);
        assertFalse(text.contains("OutOfMemoryError"), text);
        Matcher heap = HEAP.matcher(text);
        assertTrue(heap.find(), text);
        long before = Long.parseLong(heap.group(1));
        long after = Long.parseLong(heap.group(2));
        assertTrue(after <= before + KEPT, text);
    }
}
