package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In steady state a large message that goes to and fro costs no memory but that of the message itself, whose bytes are
 * pooled.
 */
class LargeMessageAllocationTest extends SpTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int LENGTH = 64 << 10;
    private static final int MESSAGES = 2000;

    /**
     * Classes are loaded and code is compiled during the first ones; what is allocated for each message is so in all of
     * them.
     */
    private static final int ROUNDS = 50;

    /** Bytes for each message; a received one is an object of its own. */
    private static final int BOUND = 100;

    private int left;
    private CountDownLatch done;

    @Test
    void overTcp() throws Exception {
        assertAllocatesNothing("tcp://127.0.0.1:0");
    }

    @Test
    void overIpc(@TempDir Path directory) throws Exception {
        assertAllocatesNothing("ipc://" + directory.resolve("socket"));
    }

    private void assertAllocatesNothing(String url) throws Exception {
        SpSocket near = open(SpProtocol.PAIR0);
        SpSocket far = open(SpProtocol.PAIR0);
        connect(far, near, url);
        AioFactory inline = factory.on(AioFactory.INLINE);
        try (Aio ask = inline.alloc(aio -> turn(near, true, aio));
                Aio echo = inline.alloc(aio -> turn(far, false, aio))) {
            far.receive(echo);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && least >= BOUND; round++) {
                long before = allocatedByEventLoops();
                exchange(near, ask);
                least = Math.min(least, (allocatedByEventLoops() - before) / MESSAGES);
            }
            assertTrue(least < BOUND, least + " bytes a message");
        } finally {
            near.close();
            far.close();
        }
    }

    private void exchange(SpSocket near, Aio ask) throws InterruptedException {
        left = MESSAGES / 2;
        done = new CountDownLatch(1);
        ask.setMessage(messages.of(new byte[LENGTH]));
        near.send(ask);
        assertTrue(done.await(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    /** What has been sent is followed by a receive, and what has been received is sent back. */
    private void turn(SpSocket socket, boolean asks, Aio aio) {
        if (aio.result() != AioError.OK) {
            return;
        }
        Message received = aio.getMessage();
        if (received == null) {
            socket.receive(aio);
        } else if (asks && --left == 0) {
            received.free();
            done.countDown();
        } else {
            aio.setMessage(received);
            socket.send(aio);
        }
    }

    private static long allocatedByEventLoops() {
        long[] loops = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("helve-net-"))
                .mapToLong(Thread::getId)
                .toArray();
        assertTrue(loops.length > 0);
        return Arrays.stream(THREADS.getThreadAllocatedBytes(loops)).sum();
    }
}
