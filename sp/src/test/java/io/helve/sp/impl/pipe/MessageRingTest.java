package io.helve.sp.impl.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.impl.message.MessagePool;
import io.helve.sp.impl.message.SpMessage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue between a socket and a transport: bounds, and that nobody sleeps for ever. */
@Timeout(180)
class MessageRingTest {
    private final MessagePool messages = new MessagePool();
    private final MessageRing ring = new MessageRing();

    @Test
    void isBoundedByMessages() {
        for (int i = 0; i < MessageRing.CAPACITY; i++) {
            assertTrue(ring.hasRoom());
            ring.put(messages.alloc());
        }
        assertFalse(ring.hasRoom());
        ring.poll();
        assertTrue(ring.hasRoom());
    }

    @Test
    void isBoundedByBytesButTakesOneMessageOfAnySize() {
        ring.put(messages.alloc(1 << 20));
        assertFalse(ring.hasRoom());
        assertEquals(1 << 20, ring.poll().length());
        assertTrue(ring.hasRoom());
    }

    @Test
    void wakesAConsumerThatHasFoundNothing() {
        ring.put(messages.alloc());
        assertFalse(ring.mustWakeConsumer());
        ring.poll();
        assertNull(ring.poll());
        ring.put(messages.alloc());
        assertTrue(ring.mustWakeConsumer());
        assertFalse(ring.mustWakeConsumer());
    }

    @Test
    void movesEverythingInOrder() throws Exception {
        int count = 500_000;
        Semaphore consumerWoken = new Semaphore(0);
        Semaphore producerWoken = new Semaphore(0);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread producer = new Thread(
                () -> {
                    for (int i = 0; i < count; i++) {
                        while (!ring.hasRoom()) {
                            producerWoken.acquireUninterruptibly();
                        }
                        SpMessage message = messages.alloc();
                        message.appendU32(i);
                        ring.put(message);
                        if (ring.mustWakeConsumer()) {
                            consumerWoken.release();
                        }
                    }
                },
                "producer");
        producer.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        producer.start();
        for (int i = 0; i < count; ) {
            SpMessage message = ring.poll();
            if (ring.mustWakeProducer(message)) {
                producerWoken.release();
            }
            if (message == null) {
                consumerWoken.acquire();
            } else {
                assertEquals(i++, message.trimU32());
            }
        }
        producer.join();
        assertNull(failure.get());
    }
}
