package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pipe sends and receives its bytes with operations on streams. These complete on the event loop: if each of them
 * went through the completion pool, a message would cost several wake-ups more on each side.
 */
class CompletionsOfPipesTest extends SpTest {
    private static final int ROUND_TRIPS = 4000;

    /** The pool measures the time in the queue of at least one completion in 32. */
    private static final int SAMPLED = 32;

    private final CountDownLatch done = new CountDownLatch(1);
    private int left = ROUND_TRIPS;

    @ParameterizedTest
    @ValueSource(ints = {64, 64 << 10})
    void operationsOfPipesDoNotGoThroughThePool(int length) throws Exception {
        SpSocket near = open(SpProtocol.PAIR0);
        SpSocket far = open(SpProtocol.PAIR0);
        connect(far, near, "tcp://127.0.0.1:0");
        AioFactory inline = factory.on(AioFactory.INLINE);
        try (Aio ask = inline.alloc(aio -> turn(near, true, aio));
                Aio echo = inline.alloc(aio -> turn(far, false, aio))) {
            far.receive(echo);
            long before = runtime.snapshot().queueTime().count();
            ask.setMessage(messages.of(new byte[length]));
            near.send(ask);
            assertTrue(done.await(SOON.toSeconds(), TimeUnit.SECONDS));
            long sampled = runtime.snapshot().queueTime().count() - before;
            assertTrue(sampled < ROUND_TRIPS / SAMPLED / 4, sampled + " samples");
        } finally {
            near.close();
            far.close();
        }
    }

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
}
