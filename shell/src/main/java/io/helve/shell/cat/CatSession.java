package io.helve.shell.cat;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpSocket;
import java.io.IOException;
import java.time.Duration;

/** What is sent and received when, which depends on the protocol and on whether there is something to send. */
final class CatSession {
    /** For what was sent to get on its way before we are gone; nngcat waits so long, too. */
    private static final Duration DRAIN = Duration.ofMillis(200);

    private final CatSettings settings;
    private final SpSocket socket;
    private final MessagePrinter output;

    /** What is sent, over and over again; null if nothing is. */
    private final Message data;

    CatSession(CatSettings settings, SpSocket socket, Messages messages, MessagePrinter output) {
        this.settings = settings;
        this.socket = socket;
        this.output = output;
        data = settings.data() == null ? null : messages.wrap(settings.data());
    }

    void run() throws CatException, IOException, InterruptedException {
        switch (settings.protocol()) {
            case PUB, PUSH -> publish();
            case REP, RESPONDENT -> {
                if (data == null) {
                    listen();
                } else {
                    answer();
                }
            }
            default -> {
                if (data == null) {
                    listen();
                } else {
                    converse();
                }
            }
        }
    }

    /** Prints what comes, until nothing comes. */
    private void listen() throws CatException, IOException, InterruptedException {
        for (int done = 0; !enough(done); done++) {
            Message message = receive(settings.receiveTimeout(), "Receive error");
            if (message == null) {
                return;
            }
            output.print(message);
        }
    }

    /** Prints what comes and sends the data back; that nothing comes is a failure here. */
    private void answer() throws CatException, IOException, InterruptedException {
        int done = 0;
        do {
            Message message = receive(settings.receiveTimeout(), "Receive error");
            if (message == null) {
                throw new CatException("Receive error: " + AioError.ETIMEDOUT.message());
            }
            output.print(message);
            output.flush();
            send();
            done++;
        } while (!enough(done));
        Thread.sleep(DRAIN.toMillis());
    }

    /** Sends the data once, or as often as was asked for. */
    private void publish() throws CatException, InterruptedException {
        Thread.sleep(settings.delay().toMillis());
        for (int done = 1; ; done++) {
            long begin = System.nanoTime();
            send();
            if (isOnce() || enough(done)) {
                break;
            }
            pause(begin);
        }
        Thread.sleep(DRAIN.toMillis());
    }

    /** Sends the data and prints what comes until it is time for the next round. */
    private void converse() throws CatException, IOException, InterruptedException {
        Thread.sleep(settings.delay().toMillis());
        for (int done = 1; ; done++) {
            long begin = System.nanoTime();
            send();
            if (isOnce()) {
                listen();
                return;
            }
            Message message = receive(limit(begin), "Cannot receive");
            while (message != null) {
                output.print(message);
                message = isOver(begin) ? null : receive(limit(begin), "Cannot receive");
            }
            if (enough(done)) {
                return;
            }
            pause(begin);
        }
    }

    private boolean enough(int done) {
        return settings.count() > 0 && done >= settings.count();
    }

    private boolean isOnce() {
        return settings.interval() == null && settings.count() == 0;
    }

    /** How long to wait for a message within a round that began then. */
    private Duration limit(long begin) {
        if (settings.interval() == null) {
            return settings.receiveTimeout();
        }
        Duration left = left(begin);
        return left.compareTo(settings.receiveTimeout()) < 0 ? left : settings.receiveTimeout();
    }

    /** Whether it is time for the next round, even if messages go on coming. */
    private boolean isOver(long begin) {
        return settings.interval() != null && left(begin).isZero();
    }

    /** Waits until it is time for the next round. */
    private void pause(long begin) throws InterruptedException {
        if (settings.interval() != null) {
            Thread.sleep(left(begin).toMillis());
        }
    }

    private Duration left(long begin) {
        Duration left = settings.interval().minusNanos(System.nanoTime() - begin);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void send() throws CatException, InterruptedException {
        try {
            socket.send(data.duplicate(), settings.sendTimeout());
        } catch (AioException e) {
            throw CatException.of("Send error", e);
        }
    }

    /** Receives a message; returns null if none comes in time, or if there is nothing more to wait for. */
    private Message receive(Duration limit, String failure) throws CatException, IOException, InterruptedException {
        try {
            Message message = socket.tryReceive();
            if (message == null) {
                output.flush();
                message = socket.receive(limit);
            }
            return message;
        } catch (AioException e) {
            if (e.error() == AioError.ETIMEDOUT || e.error() == AioError.ESTATE) {
                return null;
            }
            throw CatException.of(failure, e);
        }
    }
}
