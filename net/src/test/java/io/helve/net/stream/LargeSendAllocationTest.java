package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.net.StreamTest;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In steady state large sends of inline callbacks, and the receives of what they send, allocate nothing. */
class LargeSendAllocationTest extends StreamTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int LARGE = 64 << 10;
    private static final int SENDS = 2000;

    /**
     * Classes are loaded and code is compiled during the first ones; what is allocated for each send is so in all of
     * them.
     */
    private static final int ROUNDS = 50;

    /**
     * Bytes for each send; less than a promise and the slice of a buffer have. The JDK's own channels take some since
     * JDK 25.
     */
    private static long bound(Transport transport) {
        return transport == Transport.NIO ? 100 : 16;
    }

    private int left;
    private CountDownLatch done;

    private static long allocatedByEventLoops() {
        long[] loops = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("helve-net-"))
                .mapToLong(Thread::getId)
                .toArray();
        assertTrue(loops.length > 0);
        return Arrays.stream(THREADS.getThreadAllocatedBytes(loops)).sum();
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL"})
    void sendsOfPartOfALargeBufferAndOfASmallOneInTurn(Transport transport) throws Exception {
        boolean selects = transport == Transport.NIO;
        assumeTrue(
                !selects || PlatformDependent.hasUnsafe(), "the JDK's selector allocates, and Netty cannot prevent it");
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        ByteBuffer[][] buffers = {{ByteBuffer.allocateDirect(2 * LARGE)}, {ByteBuffer.allocate(1)}};
        Aio sending = closing(factory.on(AioFactory.INLINE).alloc(sent -> {
            ByteBuffer[] next = buffers[--left % 2];
            next[0].clear();
            if (left % 2 == 0) {
                next[0].limit(LARGE);
            }
            sent.setIov(next);
            if (left > 0) {
                pair.dialed().send(sent);
            } else {
                done.countDown();
            }
        }));
        ByteBuffer received = ByteBuffer.allocateDirect(LARGE);
        Aio receiving = closing(factory.on(AioFactory.INLINE).alloc(aio -> {
            if (aio.result() == AioError.OK) {
                received.clear();
                pair.accepted().receive(aio);
            }
        }));
        receiving.setIov(received);
        pair.accepted().receive(receiving);
        sending.setIov(buffers[1]);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least >= bound(transport); round++) {
            long before = allocatedByEventLoops();
            send(pair, sending);
            least = Math.min(least, (allocatedByEventLoops() - before) / SENDS);
            assertEquals(AioError.OK, sending.result());
        }
        assertTrue(least < bound(transport), least + " bytes a send");
    }

    private void send(Pair pair, Aio sending) throws InterruptedException {
        left = SENDS;
        done = new CountDownLatch(1);
        pair.dialed().send(sending);
        assertTrue(done.await(SOON.toSeconds(), TimeUnit.SECONDS));
        ended(sending);
    }
}
