package io.helve.sp.impl.pipe;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.SafeLogger;
import io.helve.message.Message;
import io.helve.sp.DropReason;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A connection of a socket. The socket and the transport, or two linked sockets, meet in two {@link MessageRing}s.
 * {@link PipeStage} lists the stages of a pipe's life.
 */
public final class Pipe implements SpPipe, SpPipeEnd {
    /** How many bytes of the heap a pipe that has ended counts for, beside its messages. */
    private static final int OWN_COST = 4 << 10;

    private static final Logger LOG = SafeLogger.of(Pipe.class);

    private final int id;
    private final PipeOwner owner;
    private final PipeSource source;

    /** The longest message that the connection receives; 0 for no limit. */
    private final int receiveMax;

    private final SpTransportPipe transport;

    /** The side of a link that this pipe has; null if the transport takes and delivers messages. */
    private final PipeLink link;

    private final MessageRing out;
    private final MessageRing in;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** The stage of the pipe's life. Guarded by the socket's lock. */
    private PipeStage stage = PipeStage.NEW;

    /**
     * Whether the peer has broken the protocol: nothing more is read from the pipe, which is about to be closed.
     * Guarded by the socket's lock.
     */
    private boolean readingStopped;

    /** Whether the pipe is in its protocol's list of pipes to read from. Guarded by the socket's lock. */
    private boolean listedReadable;

    /** Whether the pipe is in its protocol's list of pipes to write to. Guarded by the socket's lock. */
    private boolean listedWritable;

    /**
     * The number of bytes that the pipe held when it ended, and that the socket counts until the last is received.
     * Guarded by the socket's lock.
     */
    private long leftBehind;

    /** The object that the protocol keeps for the pipe, or null. Guarded by the socket's lock. */
    private Object attachment;

    /**
     * The counters of the pipe; after {@link #foldInto}, the common counters of all pipes that are gone. Guarded by the
     * socket's lock.
     */
    private PipeTraffic traffic = new PipeTraffic();

    /**
     * Creates a pipe that the socket does not know yet.
     *
     * @param id the id
     * @param owner the socket
     * @param source the dialer or listener that the connection came from
     * @param transport the transport's side
     */
    public Pipe(int id, PipeOwner owner, PipeSource source, SpTransportPipe transport) {
        this.id = id;
        this.owner = owner;
        this.source = source;
        receiveMax = source.get(SpOptions.RECEIVE_MAX);
        this.transport = transport;
        link = (PipeLink) transport.link(); // sides of links are made by this class only
        out = link == null ? new MessageRing(owner.held()) : link.out();
        in = link == null ? new MessageRing(owner.held()) : link.in();
    }

    // ---- for the protocol, under the socket's lock

    /** {@return whether a message can be put; if not, {@link Protocol#writable} will be called once it can} */
    public boolean hasRoom() {
        return out.hasRoom();
    }

    /** {@return whether a link joins the pipe with another socket in this process} */
    public boolean isLinked() {
        return link != null;
    }

    /**
     * Gives a message to the transport; there must be room.
     *
     * @param message the message, which is the transport's from now on
     * @param actions notes that the transport has to be told
     */
    public void put(SpMessage message, DeferredActions actions) {
        if (ended.getPlain()) {
            owner.countDrop(DropReason.ENDED_PIPE);
            message.dispose();
            return;
        }
        traffic.sent(message.wireLength());
        message.forgetSource();
        out.put(message);
        if (out.mustWakeConsumer()) {
            actions.sendable(this);
        }
    }

    /**
     * Takes a message that has arrived.
     *
     * @param actions notes that the transport has to be told
     * @return the message, or null if no message has arrived; {@link Protocol#readable} is then called when a message
     *     arrives
     */
    public SpMessage poll(DeferredActions actions) {
        SpMessage message = readingStopped ? null : in.poll();
        if (in.mustWakeProducer(message)) {
            actions.receivable(this);
        }
        if (message == null) {
            return null;
        }
        traffic.received(message.wireLength());
        message = message.handOver(); // over inproc the sender may still have the object that it has sent
        message.setPipe(this);
        return message;
    }

    /** {@return whether a message can be polled} */
    public boolean hasArrived() {
        return !readingStopped && !in.isEmpty();
    }

    /** Ends reading, because the peer has broken the protocol or this side has closed the pipe. */
    public void stopReading() {
        readingStopped = true;
    }

    /** {@return whether the pipe is part of the socket} */
    public boolean isAttached() {
        return stage == PipeStage.ATTACHED;
    }

    /** {@return whether the protocol may read: from a pipe that is attached, or has left messages behind} */
    public boolean isReadable() {
        return stage == PipeStage.ATTACHED || listedReadable;
    }

    private void moveTo(PipeStage next) {
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
            owner.slotReleased(this);
        }
    }

    /** Makes the pipe a candidate: it has got a slot. */
    public void acquireSlot() {
        moveTo(PipeStage.CANDIDATE);
    }

    /** Makes the pipe part of the socket. */
    public void admit() {
        moveTo(PipeStage.ATTACHED);
    }

    /**
     * Begins to take the pipe out of the socket: the pipe keeps its slot until the protocol has detached it and the
     * messages that the pipe has left are received. {@link #drained} finishes the pipe.
     */
    public void drain() {
        moveTo(PipeStage.DRAINING);
    }

    /** Finishes the pipe unless messages that it has left are still to be received. */
    public void drained() {
        if (stage == PipeStage.DRAINING && !listedReadable) {
            moveTo(PipeStage.GONE);
        }
    }

    /** Finishes the pipe and releases the slot, if any. Nothing happens if the pipe is finished already. */
    public void releaseSlot() {
        if (stage != PipeStage.GONE) {
            moveTo(PipeStage.GONE);
        }
    }

    /** Notes that the pipe is in its protocol's list of pipes to read from. {@return whether it was not before} */
    public boolean enterReadList() {
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
    public boolean leaveReadList() {
        boolean leaves = listedReadable;
        listedReadable = false;
        if (leaves) {
            drained();
        }
        return leaves;
    }

    /** Notes that the pipe is in its protocol's list of pipes to write to. {@return whether it was not before} */
    public boolean enterWriteList() {
        boolean enters = !listedWritable;
        listedWritable = true;
        return enters;
    }

    /** Notes that the pipe is no longer in its protocol's list of pipes to write to. {@return whether it was before} */
    public boolean leaveWriteList() {
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
    public <T> T attachment(Class<T> type) {
        return type.cast(attachment);
    }

    /**
     * Keeps an object for the protocol.
     *
     * @param newAttachment the object, or null
     */
    public void attach(Object newAttachment) {
        attachment = newAttachment;
    }

    public PipeTraffic traffic() {
        return traffic;
    }

    /**
     * Adds the counters to those of pipes that are gone; messages that are received from the pipe later count there.
     */
    public void foldInto(PipeTraffic past) {
        past.add(traffic);
        traffic = past;
    }

    /**
     * Counts, for this pipe, a message to its peer that was dropped because the pipe had no room. {@link Protocol#drop}
     * counts it for the socket.
     */
    public void countDrop() {
        countDrops(1);
    }

    /**
     * Counts messages for its peer that were dropped.
     *
     * @param count how many
     */
    public void countDrops(long count) {
        traffic.dropped += count;
    }

    // ---- for the transport

    @Override
    public SpMessage take() {
        SpMessage message = out.poll();
        if (out.mustWakeProducer(message)) {
            room();
        }
        return message;
    }

    @Override
    public boolean deliver(Message message) {
        if (!in.hasRoom()) {
            return false;
        }
        in.put(SpMessage.of(message));
        return true;
    }

    @Override
    public void delivered() {
        if (in.mustWakeConsumer()) {
            arrived();
        }
    }

    /** Makes the socket read: the other side has put messages and found this side waiting. */
    void arrived() {
        owner.readable(this);
    }

    /** Makes the socket send: the other side has made room and found this side waiting. */
    void room() {
        owner.writable(this);
    }

    @Override
    public void closed(AioError reason) {
        end(reason, ArrivedMessages.KEEP);
    }

    // ---- the end

    /** Ends the pipe; only the first call has an effect. */
    public void end(AioError reason, ArrivedMessages arrived) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (link != null) {
            link.detach();
        }
        owner.remove(this, arrived);
        if (reason == AioError.EPROTO || reason == AioError.EMSGSIZE) {
            close(transport, SpTransportPipe::abort);
        } else {
            close(transport);
        }
        source.ended(this, reason);
    }

    /** Makes the transport begin to take and deliver messages. */
    public void attachTransport() {
        if (link != null) {
            link.attach(this);
            if (ended.get()) { // the pipe has ended meanwhile
                link.detach();
            }
        }
        try {
            transport.attach(this);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "The transport of " + this + " has failed", e);
            end(AioError.EINTERNAL, ArrivedMessages.DISCARD);
        }
    }

    /** Closes a connection; an exception that the transport throws is logged. */
    public static void close(SpTransportPipe connection) {
        close(connection, SpTransportPipe::close);
    }

    private static void close(SpTransportPipe connection, Consumer<SpTransportPipe> way) {
        try {
            way.accept(connection);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "A transport has failed to close " + connection, e);
        }
    }

    @Override
    public void close() {
        end(AioError.ECLOSED, ArrivedMessages.DISCARD);
    }

    @Override
    public boolean isClosed() {
        return ended.get();
    }

    // ---- wake-ups of the other side, without the lock of the socket

    void signalSendable() {
        if (link != null) {
            link.signalSendable();
            return;
        }
        transport.sendable();
    }

    void signalReceivable() {
        if (link != null) {
            link.signalReceivable();
            return;
        }
        transport.receivable();
    }

    /** {@return the dialer or listener that the pipe came from} */
    public PipeSource source() {
        return source;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public SpSocket socket() {
        return owner.socket();
    }

    @Override
    public SpDialer dialer() {
        return source instanceof SpDialer dialer ? dialer : null;
    }

    @Override
    public SpListener listener() {
        return source instanceof SpListener listener ? listener : null;
    }

    @Override
    public SpProtocol peer() {
        return owner.socket().protocol().peer();
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return transport.get(Objects.requireNonNull(option, "option"));
    }

    @Override
    public <T> T get(SpOption<T> option) {
        if (Objects.requireNonNull(option, "option") != SpOptions.RECEIVE_MAX) {
            throw new AioException(AioError.ENOTSUP, this + " has no option " + option);
        }
        return option.type().cast(receiveMax);
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        return transport.get(Objects.requireNonNull(property, "property"));
    }

    @Override
    public String toString() {
        return "pipe " + id + " of " + owner.socket();
    }
}
