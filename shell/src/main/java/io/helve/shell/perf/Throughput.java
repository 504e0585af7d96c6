package io.helve.shell.perf;

import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.shell.command.CommandException;
import java.time.Duration;

/**
 * How many messages a second go one way. As in nng, the sender begins with an empty message, on which the receiver
 * looks at the clock, and sends one more than was asked for; the receiver ends with an empty one.
 */
final class Throughput {
    /** How long the sender waits for the receiver's last word; older versions of nng have none. */
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private static final int SELDOM = 0xff;

    private Throughput() {}

    /** The side that counts. */
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
            // it may have gone; what counts has been counted
        }
        return PerfResult.ofMessages(settings, nanos);
    }

    /** The other side. */
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
            // the one too many; a receiver that has all it wants may have gone
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
