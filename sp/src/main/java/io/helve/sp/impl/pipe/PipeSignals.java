package io.helve.sp.impl.pipe;

import io.helve.aio.AioError;
import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;

/**
 * Calls of transports that were decided under a socket's lock: a transport that waits for messages or for room is told
 * so, and pipes are closed whose peer has broken the protocol. The calls are made in their order once the lock is
 * released.
 */
final class PipeSignals {
    private static final Logger LOG = SafeLogger.of(PipeSignals.class);

    private enum Signal {
        SENDABLE,
        RECEIVABLE,
        CLOSE
    }

    private Pipe[] pipes = new Pipe[4];
    private Signal[] signals = new Signal[4];
    private AioError[] reasons = new AioError[4];
    private int count;

    void sendable(Pipe pipe) {
        next(pipe, Signal.SENDABLE);
    }

    void receivable(Pipe pipe) {
        next(pipe, Signal.RECEIVABLE);
    }

    void close(Pipe pipe, AioError reason) {
        int i = next(pipe, Signal.CLOSE);
        reasons[i] = reason;
    }

    private int next(Pipe pipe, Signal signal) {
        int i = count++;
        if (i == pipes.length) {
            pipes = Arrays.copyOf(pipes, 2 * i);
            signals = Arrays.copyOf(signals, 2 * i);
            reasons = Arrays.copyOf(reasons, 2 * i);
        }
        pipes[i] = pipe;
        signals[i] = signal;
        return i;
    }

    /** Makes all calls; the lock is not held. */
    void run() {
        for (int i = 0; i < count; i++) {
            Pipe pipe = pipes[i];
            pipes[i] = null;
            try {
                send(signals[i], pipe, reasons[i]);
            } catch (RuntimeException | LinkageError e) { // the other pipes still have to be called
                LOG.log(Level.ERROR, "The transport of " + pipe + " has failed", e);
                pipe.end(AioError.EINTERNAL, ArrivedMessages.DISCARD);
            }
        }
        count = 0;
    }

    private static void send(Signal signal, Pipe pipe, AioError reason) {
        switch (signal) {
            case SENDABLE -> pipe.signalSendable();
            case RECEIVABLE -> pipe.signalReceivable();
            case CLOSE -> pipe.end(reason, ArrivedMessages.DISCARD);
        }
    }
}
