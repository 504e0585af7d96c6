package io.helve.sp.impl.pipe;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.socket.Socket;
import io.helve.sp.impl.spi.Protocol;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;

/**
 * What was decided under a socket's lock and is to be done once it is released. Used again and again, so that nothing
 * is allocated.
 */
public final class DeferredActions {
    private static final Logger LOG = System.getLogger(DeferredActions.class.getName());

    private enum Kind {
        SENT,
        RECEIVED,
        FAILED
    }

    private enum Call {
        SENDABLE,
        RECEIVABLE,
        CLOSE
    }

    private AioOperation[] operations = new AioOperation[4];
    private Kind[] kinds = new Kind[4];
    private AioError[] errors = new AioError[4];
    private SpMessage[] messages = new SpMessage[4];
    private int[] lengths = new int[4];
    private int finished;

    private Pipe[] pipes = new Pipe[4];
    private Call[] calls = new Call[4];
    private AioError[] reasons = new AioError[4];
    private int called;

    private boolean alarm;

    /** Whether more is sent than can be carried. */
    private boolean overrun;

    /** Pipes with more to read, when enough was read at a time. */
    private Pipe[] more = new Pipe[4];

    private int mores;

    /** What a receive that needed no waiting has got; the caller takes it. */
    private SpMessage received;

    public DeferredActions() {}

    /**
     * A send that waited has succeeded.
     *
     * @param operation the operation
     * @param length the body's length
     */
    public void sent(AioOperation operation, int length) {
        int i = next(operation, Kind.SENT);
        lengths[i] = length;
    }

    /**
     * It is the turn of a send that waited. Its message is still the tenant's to take away or to exchange; then the
     * send fails.
     *
     * @param operation the operation
     * @return the message, which is the protocol's now, or null if there is none, or not one of ours, or the operation
     *     was ended by force
     */
    public SpMessage takeMessage(AioOperation operation) {
        if (operation.getMessage() instanceof SpMessage message && !message.isFreed()) {
            sent(operation, message.bodyLength());
            return message;
        }
        fail(operation, AioError.EINVAL);
        return null;
    }

    /**
     * A receive that waited has got a message.
     *
     * @param operation the operation
     * @param message the message
     */
    public void received(AioOperation operation, SpMessage message) {
        int i = next(operation, Kind.RECEIVED);
        messages[i] = message;
    }

    /**
     * An operation that waited has failed.
     *
     * @param operation the operation
     * @param error the error
     */
    public void fail(AioOperation operation, AioError error) {
        int i = next(operation, Kind.FAILED);
        errors[i] = error;
    }

    /**
     * The receive that is being started has got a message.
     *
     * @param message the message
     * @return {@code OK}
     */
    public AioError received(SpMessage message) {
        received = message;
        return AioError.OK;
    }

    /** {@return the message of the receive that was being started} */
    public SpMessage takeReceived() {
        SpMessage message = received;
        received = null;
        return message;
    }

    void sendable(Pipe pipe) {
        next(pipe, Call.SENDABLE);
    }

    void receivable(Pipe pipe) {
        next(pipe, Call.RECEIVABLE);
    }

    /**
     * A pipe's peer has broken the rules.
     *
     * @param pipe the pipe, from which nothing more is read
     * @param reason why
     */
    public void close(Pipe pipe, AioError reason) {
        pipe.stopReading();
        int i = next(pipe, Call.CLOSE);
        reasons[i] = reason;
    }

    /**
     * So much was read at a time that others shall have the lock for a while: {@link Protocol#readable} is called again
     * then.
     *
     * @param pipe the pipe, of which {@link Pipe#poll} has not said that there is no more
     */
    public void again(Pipe pipe) {
        if (mores == more.length) {
            more = Arrays.copyOf(more, 2 * mores);
        }
        more[mores++] = pipe;
    }

    /** {@return a pipe with more to read, the one said last first, or null} */
    public Pipe takeAgain() {
        if (mores == 0) {
            return null;
        }
        Pipe pipe = more[--mores];
        more[mores] = null;
        return pipe;
    }

    /**
     * Most of those to whom something was sent have lost a message for it: those who carry messages get the processor
     * before the next comes.
     */
    public void overrun() {
        overrun = true;
    }

    /** The protocol has something to do at another time than it had. */
    public void alarm() {
        alarm = true;
    }

    private int next(AioOperation operation, Kind kind) {
        int i = finished++;
        if (i == operations.length) {
            operations = Arrays.copyOf(operations, 2 * i);
            kinds = Arrays.copyOf(kinds, 2 * i);
            errors = Arrays.copyOf(errors, 2 * i);
            messages = Arrays.copyOf(messages, 2 * i);
            lengths = Arrays.copyOf(lengths, 2 * i);
        }
        operations[i] = operation;
        kinds[i] = kind;
        return i;
    }

    private int next(Pipe pipe, Call call) {
        int i = called++;
        if (i == pipes.length) {
            pipes = Arrays.copyOf(pipes, 2 * i);
            calls = Arrays.copyOf(calls, 2 * i);
            reasons = Arrays.copyOf(reasons, 2 * i);
        }
        pipes[i] = pipe;
        calls[i] = call;
        return i;
    }

    /** Does it all; no lock is held. */
    public void run(Socket socket) {
        for (int i = 0; i < finished; i++) {
            AioOperation operation = operations[i];
            operations[i] = null;
            switch (kinds[i]) {
                case SENT -> finishSent(operation, lengths[i]);
                case RECEIVED -> {
                    SpMessage message = messages[i];
                    messages[i] = null;
                    finishReceived(operation, message, socket);
                }
                case FAILED -> operation.finish(errors[i], 0);
            }
        }
        finished = 0;
        for (int i = 0; i < called; i++) {
            Pipe pipe = pipes[i];
            pipes[i] = null;
            try {
                call(calls[i], pipe, reasons[i]);
            } catch (RuntimeException | LinkageError e) { // the others still have to be called
                LOG.log(Level.ERROR, "The transport of " + pipe + " has failed", e);
                pipe.end(AioError.EINTERNAL, false);
            }
        }
        called = 0;
        if (overrun) {
            overrun = false;
            Thread.yield();
        }
        if (alarm) {
            alarm = false;
            socket.setAlarm();
        }
    }

    private static void call(Call call, Pipe pipe, AioError reason) {
        switch (call) {
            case SENDABLE -> pipe.transport().sendable();
            case RECEIVABLE -> pipe.transport().receivable();
            case CLOSE -> pipe.end(reason, false);
        }
    }

    public static void finishSent(AioOperation operation, int length) {
        operation.setMessage(null);
        operation.finish(AioError.OK, length);
    }

    public static void finishReceived(AioOperation operation, SpMessage message, Socket socket) {
        int length = message.bodyLength(); // the callback may free it
        operation.setMessage(message);
        if (!operation.finish(AioError.OK, length)) { // it has been ended by force: nobody gets the message
            message.free();
            socket.countLost();
        }
    }
}
