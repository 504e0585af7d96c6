package io.helve.sp.impl.stress;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crowd of hostile peers, over all schemes at once, in a JVM with a heap of 128 MiB: peers that send to a socket
 * nobody receives from, subscribers that do not read, silent peers and slow ones. Whoever asks and answers on the same
 * event loops loses nothing, and afterwards the memory is back.
 *
 * <p>{@code docs/security.md} has the command for the long run, in which the median of the answers must be below 50 ms.
 * {@code -Dcrowd.peers} is the number of peers of each kind, {@code -Dcrowd.kinds} says of which kinds (see
 * {@link Crowd}), {@code -Dcrowd.schemes} over what, and {@code -Dcrowd.seconds} for how long. Each peer needs a
 * descriptor in either process.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrowdTest {
    private static final String PEERS = System.getProperty("crowd.peers");
    private static final int SECONDS = Integer.getInteger("crowd.seconds", 1);
    private static final String SCHEMES = System.getProperty("crowd.schemes", "tcp,tls+tcp,ipc,ws,wss,udp");
    private static final String KINDS = System.getProperty("crowd.kinds", "PRSL");
    private static final Pattern MEDIAN = Pattern.compile("median (\\d+) us");
    private static final Pattern HEAP =
            Pattern.compile("heap (\\d+) KiB before, \\d+ KiB in the crowd, (\\d+) KiB after");

    /** The most microseconds that half of the answers may take in the long run. */
    private static final int MOST = 50_000;

    /** How many KiB may be left in memory: classes that were loaded, and buffers that are kept for the next crowd. */
    static final long KEPT = 32 << 10;

    @Test
    void aCrowdOfHostilePeersNeitherFillsTheMemoryNorHoldsUpOthers(@TempDir Path directory) throws Exception {
        String text = new ChildJvm(directory)
                .option("-Xmx128m")
                .run(Crowded.class, SCHEMES, PEERS == null ? "10" : PEERS, Integer.toString(SECONDS), KINDS);
        System.out.print(text);
        assertTrue(text.endsWith("fine\n"), text);
        assertFalse(text.contains("OutOfMemoryError"), text);
        Matcher median = MEDIAN.matcher(text);
        while (median.find()) {
            assertTrue(PEERS == null || Integer.parseInt(median.group(1)) < MOST, text);
        }
        Matcher heap = HEAP.matcher(text);
        assertTrue(heap.find(), text);
        long before = Long.parseLong(heap.group(1));
        long after = Long.parseLong(heap.group(2));
        assertTrue(after <= before + KEPT, text);
    }
}
