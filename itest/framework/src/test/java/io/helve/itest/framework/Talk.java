package io.helve.itest.framework;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;

/**
 * Traffic on one connection: a piece of a sequence of bytes goes to an echo, comes back, is compared, and the next one
 * goes.
 */
final class Talk implements AutoCloseable {
    private static final int LONGEST = 4096;

    private final Stream stream;
    private final Violations violations;
    private final CheckedHandle handle;
    private final Random random = new Random(1);
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST + 1);

    /** Of the piece that is on its way. */
    private int length;

    private boolean sending;
    private volatile long total;
    private volatile boolean running = true;

    /** Dials, and begins. */
    Talk(AioFactory factory, StreamDialer dialer, Violations violations) throws InterruptedException {
        this.violations = violations;
        handle = new CheckedHandle(factory, violations, this::completed);
        try (Aio aio = factory.alloc()) {
            dialer.dial(aio);
            if (!aio.await(Duration.ofSeconds(60))) {
                throw new AssertionError("no connection of " + dialer);
            }
            stream = (Stream) aio.check().getOutput(0);
        }
        sendNext();
    }

    /** {@return how many bytes came back} */
    long total() {
        return total;
    }

    Stream stream() {
        return stream;
    }

    private void sendNext() {
        length = 1 + random.nextInt(LONGEST);
        buffer.clear();
        for (int i = 0; i < length; i++) {
            buffer.put(at(total + i));
        }
        sending = true;
        handle.aio().setIov(buffer.flip());
        handle.start(stream::send);
    }

    private static byte at(long position) {
        return (byte) (position * 31 + (position >>> 8));
    }

    private void completed(Aio aio) {
        if (sending) {
            if (aio.count() != length) {
                violations.add("sent " + aio.count() + " of " + length);
            }
            sending = false;
            handle.aio().setIov(buffer.clear());
            handle.start(stream::receive);
        } else if (buffer.position() < length) {
            handle.aio().setIov(buffer);
            handle.start(stream::receive);
        } else {
            compare();
            total += length; // written by one callback at a time
            if (running) {
                sendNext();
            }
        }
    }

    private void compare() {
        if (buffer.position() > length) {
            violations.add("more came back than was sent");
        }
        for (int i = 0; i < length; i++) {
            if (buffer.get(i) != at(total + i)) {
                violations.add("byte " + (total + i) + " is wrong");
                return;
            }
        }
    }

    /** No further piece follows the present piece. */
    void end() {
        running = false;
    }

    boolean isQuiet() {
        return handle.isQuiet();
    }

    /** {@return how its last operation ended, or null if it goes on} */
    AioError ending() {
        return handle.ending();
    }

    @Override
    public void close() {
        stream.close();
        handle.close();
    }
}
