package io.helve.shell.cat;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpSocket;
import java.io.IOException;
import java.time.Duration;

/** Sends and receives in the order that nngcat has for the protocol, with and without data to send. */
final class CatSession {
    /** The time that sent messages get to leave the process, as long as nngcat's. */
    private static final Duration DRAIN = Duration.ofMillis(200);

    private final CatSettings settings;
    private final SpSocket socket;
    private final MessagePrinter output;

    /** The message to send; each send duplicates it. Null if nothing is sent. */
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

    /** Prints received messages until none arrives in time. */
    private void listen() throws CatException, IOException, InterruptedException {
        for (int done = 0; !enough(done); done++) {
            Message message = receive(settings.receiveTimeout(), "Receive error");
            if (message == null) {
                return;
            }
            output.print(message);
        }
    }

    /** Prints each received message and answers with the data. A receive that times out is a failure here. */
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

    /** Sends the data once, or at each interval. */
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

    /** Sends the data, then prints received messages until the next interval begins. */
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

    /** Returns the limit of a receive in an interval that began at {@code begin}. */
    private Duration limit(long begin) {
        if (settings.interval() == null) {
            return settings.receiveTimeout();
        }
        Duration left = left(begin);
        return left.compareTo(settings.receiveTimeout()) < 0 ? left : settings.receiveTimeout();
    }

    /** Returns whether the next interval begins, also if more messages arrive. */
    private boolean isOver(long begin) {
        return settings.interval() != null && left(begin).isZero();
    }

    /** Waits until the next interval begins. */
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

    /** Receives a message; returns null if none arrives in time or, as for a survey that is over, none can arrive. */
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
