package io.helve.shell.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.shell.stdio.ReadTurn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves bytes or messages from an input to an output, in order, with several handles, so that one handle receives while
 * others send. Order comes from a {@link ReadTurn}: a handle receives when it has the turn, starts to send, and then
 * passes the turn.
 */
final class Pump implements AutoCloseable {
    /** Receives the events of a pump, on completion threads. */
    interface Observer {
        /** One operation has sent {@code bytes} bytes. */
        void moved(int bytes);

        /** The input has ended, and everything before its end has been sent. */
        void ended();

        /** A receive from the input has failed. {@return whether the pump continues with the next receive} */
        boolean receiveFailed(Aio aio);

        /** A send to the output has failed. {@return whether the pump continues with the next receive} */
        boolean sendFailed(Aio aio);

        /** An input, an output or the observer has thrown. The pump stops. */
        void broken(Throwable failure);
    }

    private final PumpInput intake;
    private final PumpOutput outlet;
    private final Observer observer;
    private final List<Relay> relays = new ArrayList<>();

    private final ReadTurn turn = new ReadTurn();
    /** The number of relays that have not retired. */
    @GuardedBy("this")
    private int working;

    /** Whether no more is to be received: the input has ended, or the pump has failed. */
    @GuardedBy("this")
    private boolean dry;

    @GuardedBy("this")
    private boolean failed;

    /**
     * Creates a pump.
     *
     * @param depth the number of handles
     * @param buffer the size of each handle's buffer, or 0 if the input brings buffers of its own
     */
    Pump(AioFactory factory, PumpInput intake, PumpOutput outlet, Observer observer, int depth, int buffer) {
        this.intake = intake;
        this.outlet = outlet;
        this.observer = observer;
        try {
            for (int i = 0; i < depth; i++) {
                relays.add(new Relay(factory, buffer));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Starts all relays. Called once. */
    void start() {
        synchronized (this) {
            working = relays.size();
        }
        relays.forEach(Relay::next);
    }

    private synchronized boolean isDry() {
        return dry;
    }

    private synchronized void meetEnd() {
        dry = true;
    }

    private void retire() {
        boolean last;
        synchronized (this) {
            working--;
            last = working == 0 && !failed;
        }
        if (last) {
            observer.ended();
        }
    }

    private synchronized void fail() {
        failed = true;
        dry = true;
    }

    /** Stops all operations and waits until their callbacks have returned. Must not be called by a callback. */
    @Override
    public void close() {
        relays.forEach(relay -> relay.aio.close());
    }

    /** Stops all operations without waiting. */
    void reap() {
        relays.forEach(relay -> relay.aio.reap());
    }

    /** The operation that a relay has in progress; after SEND comes WAIT again. */
    private enum RelayStep {
        WAIT,
        RECEIVE,
        SEND
    }

    /** One handle with its buffer. The callback of each step starts the next step. */
    private final class Relay {
        private final Aio aio;
        private final ByteBuffer buffer;
        private RelayStep step;
        private int size;

        Relay(AioFactory factory, int capacity) {
            buffer = ByteBuffer.allocate(capacity);
            aio = factory.alloc(this::completed);
        }

        /** Waits for the turn. Called by {@link #start}, and afterwards by this relay's callback only. */
        void next() {
            step = RelayStep.WAIT;
            aio.skipCallback();
            turn.take(aio);
            if (aio.skipped()) {
                granted();
            }
        }

        private void completed(Aio self) {
            try {
                switch (step) {
                    case WAIT -> granted();
                    case RECEIVE -> received();
                    case SEND -> sent();
                }
            } catch (RuntimeException | Error e) {
                observer.broken(e);
            }
        }

        private void granted() {
            if (aio.result() != AioError.OK) { // the pump is being closed
                fail();
                retire();
            } else if (isDry()) {
                turn.pass();
                retire();
            } else {
                receive();
            }
        }

        private void receive() {
            step = RelayStep.RECEIVE;
            intake.receive(aio, buffer.clear());
        }

        private void received() {
            if (intake.isEnd(aio)) {
                meetEnd();
                turn.pass();
                retire();
            } else if (aio.result() == AioError.OK) {
                ByteBuffer content = intake.content(aio, buffer);
                size = content.remaining();
                step = RelayStep.SEND;
                outlet.send(aio, content);
                turn.pass();
            } else if (observer.receiveFailed(aio)) {
                receive();
            } else {
                fail();
                turn.pass();
                retire();
            }
        }

        private void sent() {
            if (aio.result() == AioError.OK) {
                observer.moved(size);
            } else if (!observer.sendFailed(aio)) {
                fail();
                retire();
                return;
            }
            next();
        }
    }
}
