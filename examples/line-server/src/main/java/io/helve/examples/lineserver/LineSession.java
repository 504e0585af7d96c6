package io.helve.examples.lineserver;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection. The session receives, answers, and only then receives again: the server does not read from a client
 * that does not read the answers. So one callback runs at a time, and only {@code finishing} is shared between threads.
 *
 * <p>Receiving and sending have a handle each. {@link #finish} can then interrupt a receive, and never an answer.
 */
final class LineSession {
    private static final int LONGEST_LINE = 4096;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What the sending handle does. */
    private enum Output {
        ANSWER,
        GOODBYE,
        END_OF_STREAM
    }

    private final Stream stream;
    private final Consumer<LineSession> onEnd;
    private final Aio receiving;
    private final Aio sending;
    private final ByteBuffer input = ByteBuffer.allocate(LONGEST_LINE);
    private final CountDownLatch ended = new CountDownLatch(1);
    private Output output = Output.ANSWER;
    private volatile boolean finishing;

    LineSession(AioFactory factory, Stream stream, Consumer<LineSession> onEnd) {
        this.stream = stream;
        this.onEnd = onEnd;
        receiving = factory.alloc(this::received);
        sending = factory.alloc(this::sent);
        receiving.setTimeout(LIMIT); // a silent client is disconnected
        sending.setTimeout(LIMIT); // a client that does not read, too
    }

    void receive() {
        receiving.setIov(input);
        stream.receive(receiving);
        if (finishing) {
            receiving.abort(AioError.EINTR); // finish was called when no receive was in progress
        }
    }

    /** Ends the session after the answer that is under way. Any thread may call this. */
    void finish() {
        finishing = true;
        receiving.abort(AioError.EINTR); // without a receive in progress this has no effect
    }

    /** Waits for the end of a session that finishes, and ends it by force if it takes too long. */
    void awaitEnd() throws InterruptedException {
        if (!ended.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            stream.close(); // the operation in progress ends with ECLOSED
        }
    }

    private void received(Aio finished) {
        if (finished.result() == AioError.OK) {
            answer();
        } else if (finished.result() == AioError.EINTR) {
            send(Output.GOODBYE, "goodbye\n");
        } else {
            end(); // the client has gone, or was silent for too long
        }
    }

    /** Answers all complete lines; the beginning of another one stays in the buffer. */
    private void answer() {
        int end = input.position();
        while (end > 0 && input.get(end - 1) != '\n') {
            end--;
        }
        if (end > 0) {
            String lines = new String(input.array(), 0, end, StandardCharsets.UTF_8);
            input.limit(input.position()).position(end);
            input.compact();
            send(Output.ANSWER, lines.toUpperCase(Locale.ROOT));
        } else if (input.hasRemaining()) {
            receive();
        } else {
            end(); // the line is too long
        }
    }

    private void send(Output next, String text) {
        output = next;
        sending.setIov(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        stream.send(sending);
    }

    private void sent(Aio finished) {
        if (finished.result() != AioError.OK || output == Output.END_OF_STREAM) {
            end();
        } else if (output == Output.GOODBYE) {
            output = Output.END_OF_STREAM;
            stream.shutdown(sending); // ends when the client has been sent all of the above
        } else if (finishing) {
            send(Output.GOODBYE, "goodbye\n");
        } else {
            receive();
        }
    }

    private void end() {
        stream.close();
        receiving.reap(); // close would wait for the callback, and this is the callback
        sending.reap();
        onEnd.accept(this);
        ended.countDown();
    }
}
