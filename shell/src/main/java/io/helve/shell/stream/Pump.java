package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.shell.stdio.ReadTurn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves what comes from one end to the other, in order, with several handles: one takes in while the others send. Each
 * takes in when it is its turn, starts to send that, and only then lets the next one have its turn.
 */
final class Pump implements AutoCloseable {
    /** What a pump tells, on completion threads. */
    interface Observer {
        /** So many bytes have been sent. */
        void moved(int bytes);

        /** The end was met, and all before it has been sent. */
        void ended();

        /**
         * An operation failed; its result is the handle's.
         *
         * @return whether to go on with the next
         */
        boolean failed(boolean sending, Aio aio);

        /** Something was thrown that should not have been; the pump stands still. */
        void broken(Throwable failure);
    }

    private final PumpInput intake;
    private final PumpOutput outlet;
    private final Observer observer;
    private final List<Relay> relays = new ArrayList<>();

    private final ReadTurn turn = new ReadTurn();
    private int working; // guarded by this, as all below
    private boolean dry; // the end was met
    private boolean failed;

    /**
     * A pump to be started.
     *
     * @param depth how many handles
     * @param buffer how many bytes one handle takes in at most, where the intake does not have buffers of its own
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

    /** Starts the first operation. To be called once. */
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

    /** Whether to go on. */
    private boolean survives(boolean sending, Aio aio) {
        if (observer.failed(sending, aio)) {
            return true;
        }
        fail();
        return false;
    }

    private synchronized void fail() {
        failed = true;
        dry = true;
    }

    /** Stops what is in flight and waits until it has ended. Not for callbacks. */
    @Override
    public void close() {
        relays.forEach(relay -> relay.aio.close());
    }

    /** The same without waiting. */
    void reap() {
        relays.forEach(relay -> relay.aio.reap());
    }

    private enum Step {
        WAIT,
        RECEIVE,
        SEND
    }

    /** One handle with its buffer. Each step is started by the callback of the one before. */
    private final class Relay {
        private final Aio aio;
        private final ByteBuffer buffer;
        private Step step;
        private int size;

        Relay(AioFactory factory, int capacity) {
            buffer = ByteBuffer.allocate(capacity);
            aio = factory.alloc(this::completed);
        }

        /** Starts the next step, or the first. Only from this lane's callback, or before there was one. */
        void next() {
            step = Step.WAIT;
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
            if (aio.result() != AioError.OK) { // this is being closed
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
            step = Step.RECEIVE;
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
                step = Step.SEND;
                outlet.send(aio, content);
                turn.pass();
            } else if (survives(false, aio)) {
                receive();
            } else {
                turn.pass();
                retire();
            }
        }

        private void sent() {
            if (aio.result() == AioError.OK) {
                observer.moved(size);
            } else if (!survives(true, aio)) {
                retire();
                return;
            }
            next();
        }
    }
}
