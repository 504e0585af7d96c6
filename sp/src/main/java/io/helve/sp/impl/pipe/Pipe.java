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
 * {@link PipeState} has the part of a pipe that the socket's lock guards.
 */
public final class Pipe extends PipeState implements SpPipe, SpPipeEnd {
    private static final Logger LOG = SafeLogger.of(Pipe.class);

    private final int id;

    /** The longest message that the connection receives; 0 for no limit. */
    private final int receiveMax;

    private final SpTransportPipe transport;

    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Creates a pipe that the socket does not know yet.
     *
     * @param id the id
     * @param owner the socket
     * @param source the dialer or listener that the connection came from
     * @param transport the transport's side
     */
    public Pipe(int id, PipeOwner owner, PipeSource source, SpTransportPipe transport) {
        super(owner, source, (PipeLink) transport.link()); // sides of links are made by Pipe only
        this.id = id;
        receiveMax = source.get(SpOptions.RECEIVE_MAX);
        this.transport = transport;
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
        traffic().sent(message.wireLength());
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
        SpMessage message = isReadingStopped() ? null : in.poll();
        if (in.mustWakeProducer(message)) {
            actions.receivable(this);
        }
        if (message == null) {
            return null;
        }
        traffic().received(message.wireLength());
        message = message.handOver(); // over inproc the sender may still have the object that it has sent
        message.setPipe(this);
        return message;
    }

    /** {@return whether a message can be polled} */
    public boolean hasArrived() {
        return !isReadingStopped() && !in.isEmpty();
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
