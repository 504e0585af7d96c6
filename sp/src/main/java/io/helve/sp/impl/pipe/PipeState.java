package io.helve.sp.impl.pipe;

/**
 * The part of a pipe that its socket's lock guards: the stage of its life ({@link PipeStage}), its place in the lists
 * of the protocol, its attachment and its counters.
 *
 * <p>All fields that change are private, and all methods that read or write them are called with the lock held, which
 * assertions check in tests. The class is a superclass of {@link Pipe}, and not a field, because a pipe is one object
 * on the way of each message.
 */
abstract class PipeState {
    /** How many bytes of the heap a pipe that has ended counts for, beside its messages. */
    private static final int OWN_COST = 4 << 10;

    final PipeOwner owner;
    final PipeSource source;

    /** The side of a link that this pipe has; null if the transport takes and delivers messages. */
    final PipeLink link;

    final MessageRing out;
    final MessageRing in;

    /** The stage of the pipe's life. */
    private PipeStage stage = PipeStage.NEW;

    /** Whether the peer has broken the protocol: nothing more is read from the pipe, which is about to be closed. */
    private boolean readingStopped;

    /** Whether the pipe is in its protocol's list of pipes to read from. */
    private boolean listedReadable;

    /** Whether the pipe is in its protocol's list of pipes to write to. */
    private boolean listedWritable;

    /** The number of bytes that the pipe held when it ended, and that the socket counts until the last is received. */
    private long leftBehind;

    /** The object that the protocol keeps for the pipe, or null. */
    private Object attachment;

    /** The counters of the pipe; after {@link #foldInto}, the common counters of all pipes that are gone. */
    private PipeTraffic traffic = new PipeTraffic();

    PipeState(PipeOwner owner, PipeSource source, PipeLink link) {
        this.owner = owner;
        this.source = source;
        this.link = link;
        out = link == null ? new MessageRing(owner.held()) : link.out();
        in = link == null ? new MessageRing(owner.held()) : link.in();
    }

    /** Ends reading, because the peer has broken the protocol or this side has closed the pipe. */
    public final void stopReading() {
        assert owner.isLocked();
        readingStopped = true;
    }

    /** {@return whether the peer has broken the protocol, or this side has closed the pipe: nothing more is read} */
    final boolean isReadingStopped() {
        assert owner.isLocked();
        return readingStopped;
    }

    /** {@return whether the pipe is part of the socket} */
    public final boolean isAttached() {
        assert owner.isLocked();
        return stage == PipeStage.ATTACHED;
    }

    /** {@return whether the protocol may read: from a pipe that is attached, or has left messages behind} */
    public final boolean isReadable() {
        return stage == PipeStage.ATTACHED || listedReadable;
    }

    private void moveTo(PipeStage next) {
        assert owner.isLocked();
        if (!next.mayFollow(stage)) {
            throw new IllegalStateException(this + " is " + stage + " and cannot become " + next);
        }
        boolean released = stage.holdsSlot() && !next.holdsSlot();
        if (stage == PipeStage.DRAINING) {
            source.countDraining(-1);
            owner.countLeftBehind(-leftBehind);
        } else if (next == PipeStage.DRAINING) {
            leftBehind = in.cost() + OWN_COST;
            source.countDraining(1);
            owner.countLeftBehind(leftBehind);
        }
        stage = next;
        if (next == PipeStage.GONE) {
            in.forget();
            out.forget();
        }
        if (released) {
            owner.slotReleased(source);
        }
    }

    /** Makes the pipe a candidate: it has got a slot. */
    public final void acquireSlot() {
        moveTo(PipeStage.CANDIDATE);
    }

    /** Makes the pipe part of the socket. */
    public final void admit() {
        moveTo(PipeStage.ATTACHED);
    }

    /**
     * Begins to take the pipe out of the socket: the pipe keeps its slot until the protocol has detached it and the
     * messages that the pipe has left are received. {@link #drained} finishes the pipe.
     */
    public final void drain() {
        moveTo(PipeStage.DRAINING);
    }

    /** Finishes the pipe unless messages that it has left are still to be received. */
    public final void drained() {
        if (stage == PipeStage.DRAINING && !listedReadable) {
            moveTo(PipeStage.GONE);
        }
    }

    /** Finishes the pipe and releases the slot, if any. Nothing happens if the pipe is finished already. */
    public final void releaseSlot() {
        if (stage != PipeStage.GONE) {
            moveTo(PipeStage.GONE);
        }
    }

    /** Notes that the pipe is in its protocol's list of pipes to read from. {@return whether it was not before} */
    public final boolean enterReadList() {
        assert owner.isLocked();
        boolean enters = !listedReadable;
        listedReadable = true;
        return enters;
    }

    /**
     * Notes that the pipe is no longer in its protocol's list of pipes to read from, and finishes a pipe that has ended
     * and left no messages.
     *
     * @return whether the pipe was in the list
     */
    public final boolean leaveReadList() {
        assert owner.isLocked();
        boolean leaves = listedReadable;
        listedReadable = false;
        if (leaves) {
            drained();
        }
        return leaves;
    }

    /** Notes that the pipe is in its protocol's list of pipes to write to. {@return whether it was not before} */
    public final boolean enterWriteList() {
        assert owner.isLocked();
        boolean enters = !listedWritable;
        listedWritable = true;
        return enters;
    }

    /** Notes that the pipe is no longer in its protocol's list of pipes to write to. {@return whether it was before} */
    public final boolean leaveWriteList() {
        assert owner.isLocked();
        boolean leaves = listedWritable;
        listedWritable = false;
        return leaves;
    }

    /**
     * Returns the object that the protocol keeps for the pipe.
     *
     * @param <T> the type of the object
     * @param type the type of the object
     * @return the object, or null
     */
    public final <T> T attachment(Class<T> type) {
        return type.cast(attachment);
    }

    /**
     * Keeps an object for the protocol.
     *
     * @param newAttachment the object, or null
     */
    public final void attach(Object newAttachment) {
        assert owner.isLocked();
        attachment = newAttachment;
    }

    public final PipeTraffic traffic() {
        assert owner.isLocked();
        return traffic;
    }

    /**
     * Adds the counters to those of pipes that are gone; messages that are received from the pipe later count there.
     */
    public final void foldInto(PipeTraffic past) {
        past.add(traffic);
        traffic = past;
    }

    /**
     * Counts, for this pipe, a message to its peer that was dropped because the pipe had no room. {@link Protocol#drop}
     * counts it for the socket.
     */
    public final void countDrop() {
        countDrops(1);
    }

    /**
     * Counts messages for its peer that were dropped.
     *
     * @param count how many
     */
    public final void countDrops(long count) {
        traffic.dropped += count;
    }
}
