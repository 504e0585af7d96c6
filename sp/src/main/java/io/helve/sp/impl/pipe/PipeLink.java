package io.helve.sp.impl.pipe;

import io.helve.sp.provider.SpPipeLink;

/**
 * One side of a link between two pipes in this process: both pipes use the same two rings, each the other way round. A
 * side refers to its pipe only while the pipe is attached, so that a link never retains a closed socket.
 */
public final class PipeLink implements SpPipeLink {
    private final MessageRing out;
    private final MessageRing in;
    private final PipeLink opposite;

    /** The pipe that has this side; null before it is attached and after it has ended. */
    private volatile Pipe pipe;

    private PipeLink() {
        out = new MessageRing();
        in = new MessageRing();
        opposite = new PipeLink(this);
    }

    private PipeLink(PipeLink first) {
        out = first.in;
        in = first.out;
        opposite = first;
    }

    /**
     * Creates a link.
     *
     * @return one side of it
     */
    public static PipeLink create() {
        return new PipeLink();
    }

    @Override
    public PipeLink opposite() {
        return opposite;
    }

    MessageRing out() {
        return out;
    }

    MessageRing in() {
        return in;
    }

    void attach(Pipe newPipe) {
        pipe = newPipe;
    }

    void detach() {
        pipe = null;
    }

    /**
     * The pipe of this side has put messages that the other side waits for. A pipe that is attached later checks for
     * messages itself.
     */
    void signalSendable() {
        Pipe other = opposite.pipe;
        if (other != null) {
            other.arrived();
        }
    }

    /** The pipe of this side has made room that the other side waits for. */
    void signalReceivable() {
        Pipe other = opposite.pipe;
        if (other != null) {
            other.room();
        }
    }
}
