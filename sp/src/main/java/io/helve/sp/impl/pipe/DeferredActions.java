package io.helve.sp.impl.pipe;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.aio.provider.AioQueue;
import io.helve.sp.impl.message.SpMessage;
import java.util.Arrays;

/**
 * Actions that are decided under a socket's lock and carried out once the lock is released. A thread that takes the
 * lock gets a {@code DeferredActions} object; closing the object releases the lock and carries out the actions:
 *
 * <pre>{@code
 * try (DeferredActions actions = socket.enter()) {
 *     protocol.readable(pipe, actions); // decides and notes
 * } // releases the lock, finishes operations, calls transports
 * }</pre>
 *
 * <p>The order is: completions of operations, signals to transports, a yield if peers were overrun, the alarm; then the
 * socket reads on from the pipes that {@link #readAgain} names. The objects are kept with the lock and used again, so
 * that nothing is allocated.
 */
public final class DeferredActions implements AutoCloseable {
    private final PipeOwner owner;
    private final DeferredCompletions completions = new DeferredCompletions();
    private final PipeSignals signals = new PipeSignals();

    /** A stack of pipes with messages left after a full batch was read. */
    private Pipe[] unfinished = new Pipe[4];

    private int unfinishedCount;

    /** Whether more than half of the peers lost a message when the last message was sent. */
    private boolean overrun;

    /**
     * Whether the protocol wants to be called at an earlier time than before. The alarm is the one timer of the socket,
     * which calls the protocol at the earliest time that the protocol has asked for.
     */
    private boolean alarm;

    /**
     * The message of a receive that needed no waiting; the caller of the protocol takes it before the lock is released.
     */
    private SpMessage receivedNow;

    /**
     * Creates an empty object.
     *
     * @param owner the socket to whose lock the object belongs
     */
    public DeferredActions(PipeOwner owner) {
        this.owner = owner;
    }

    /**
     * Notes the success of a waiting send.
     *
     * @param operation the operation
     * @param length the length of the body
     */
    public void sent(AioOperation operation, int length) {
        completions.sent(operation, length);
    }

    /**
     * Takes the message of a send that waited, and notes that the send has succeeded. Until now the message belonged to
     * the user, who could remove or replace it; the send fails if the message is missing or of another implementation.
     *
     * @param operation the operation
     * @return the message, which now belongs to the protocol, or null if the send fails
     */
    public SpMessage takeMessage(AioOperation operation) {
        if (operation.getMessage() instanceof SpMessage message && message.isUsable()) {
            sent(operation, message.bodyLength());
            message.pass();
            return message;
        }
        fail(operation, AioError.EINVAL);
        return null;
    }

    /**
     * Notes the message of a waiting receive.
     *
     * @param operation the operation
     * @param message the message
     */
    public void received(AioOperation operation, SpMessage message) {
        completions.received(operation, message);
    }

    /**
     * Notes the failure of a waiting operation.
     *
     * @param operation the operation
     * @param error the error
     */
    public void fail(AioOperation operation, AioError error) {
        completions.failed(operation, error);
    }

    /**
     * Takes all operations out of a queue and notes that they have failed.
     *
     * @param waiting the queue
     * @param error the error
     */
    public void failAll(AioQueue waiting, AioError error) {
        for (AioOperation next = waiting.poll(); next != null; next = waiting.poll()) {
            fail(next, error);
        }
    }

    /**
     * Hands a message to the receive that is being started.
     *
     * @param message the message
     * @see #takeReceivedNow
     */
    public void receivedNow(SpMessage message) {
        receivedNow = message;
    }

    /** {@return the message of the receive that was being started, or null; it is taken out} */
    public SpMessage takeReceivedNow() {
        SpMessage message = receivedNow;
        receivedNow = null;
        return message;
    }

    /**
     * Completes a send that needed no waiting; the lock is not held.
     *
     * @param operation the operation
     * @param length the length of the body
     */
    public static void finishSent(AioOperation operation, int length) {
        DeferredCompletions.finishSent(operation, length);
    }

    void sendable(Pipe pipe) {
        signals.sendable(pipe);
    }

    void receivable(Pipe pipe) {
        signals.receivable(pipe);
    }

    /**
     * Notes that a pipe has to be closed because its peer has broken the protocol.
     *
     * @param pipe the pipe, from which nothing more is read
     * @param reason why
     */
    public void close(Pipe pipe, AioError reason) {
        pipe.stopReading();
        signals.close(pipe, reason);
    }

    /**
     * Notes that a full batch was read from a pipe, so that other threads can have the lock; the protocol is asked to
     * read the pipe again later.
     *
     * @param pipe the pipe, whose {@link Pipe#poll} has not returned null yet
     */
    public void readAgain(Pipe pipe) {
        if (unfinishedCount == unfinished.length) {
            unfinished = Arrays.copyOf(unfinished, 2 * unfinishedCount);
        }
        unfinished[unfinishedCount++] = pipe;
    }

    /** {@return a pipe with more to read, the one noted last first, or null; it is taken out} */
    public Pipe takeUnfinished() {
        if (unfinishedCount == 0) {
            return null;
        }
        Pipe pipe = unfinished[--unfinishedCount];
        unfinished[unfinishedCount] = null;
        return pipe;
    }

    /**
     * Notes that more than half of the peers lost a message when the present message was sent. The sender then yields,
     * so that the threads of transports can drain the pipes before the next message comes.
     */
    public void overrun() {
        overrun = true;
    }

    /** Notes that the protocol has something to do at an earlier time than before. */
    public void alarmEarlier() {
        alarm = true;
    }

    /** Carries out the noted actions, except {@link #readAgain}; the lock is not held. */
    public void run() {
        completions.run(owner);
        signals.run();
        if (overrun) {
            overrun = false;
            Thread.yield();
        }
        if (alarm) {
            alarm = false;
            owner.setAlarm();
        }
    }

    /** Releases the lock and carries out the actions that were noted under the lock. */
    @Override
    public void close() {
        owner.leave(this);
    }
}
