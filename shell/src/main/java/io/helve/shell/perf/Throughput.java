package io.helve.shell.perf;

import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.shell.failure.CommandException;
import java.time.Duration;

/**
 * Measures how many messages a second one side receives. The exchange is that of nng's perf: the sender begins with an
 * empty message, on which the receiver starts its clock, and sends one message more than asked for; the receiver ends
 * with an empty message.
 */
final class Throughput {
    /** The time that the sender waits for the receiver's last message; older versions of nng do not send one. */
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private static final int SELDOM = 0xff;

    private Throughput() {}

    /** Runs the side that measures. */
    static PerfResult receive(PerfSocket side, PerfProgress progress) throws CommandException, InterruptedException {
        PerfSettings settings = side.settings();
        side.receive().free();
        long begin = System.nanoTime();
        for (int i = 0; i < settings.count(); i++) {
            Message message = side.receive();
            side.check(message);
            message.free();
            if ((i & SELDOM) == 0) {
                progress.at(i);
            }
        }
        long nanos = System.nanoTime() - begin;
        try {
            side.socket().trySend(side.message(0));
        } catch (AioException e) {
            // the sender may have ended; the measurement is complete
        }
        return PerfResult.ofMessages(settings, nanos);
    }

    /** Runs the sender. */
    static void send(PerfSocket side, PerfProgress progress) throws CommandException, InterruptedException {
        PerfSettings settings = side.settings();
        side.send(side.message(0));
        for (int i = 0; i < settings.count(); i++) {
            side.send(side.message(settings.size()));
            if ((i & SELDOM) == 0) {
                progress.at(i);
            }
        }
        try {
            // the additional message; a receiver that has all its messages may have ended
            side.socket().send(side.message(settings.size()), PerfSocket.LOOK);
        } catch (AioException e) {
            return;
        }
        long deadline = System.nanoTime() + LAST_WORD.toNanos();
        boolean heard = false;
        while (!heard && !side.isLost() && System.nanoTime() - deadline < 0) {
            try {
                side.socket().receive(PerfSocket.LOOK).free();
                heard = true;
            } catch (AioException e) {
                // not yet
            }
        }
    }
}
