package io.helve.net.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.net.eventloop.MemoryGate;
import io.helve.net.scheme.ChannelCloser;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.helve.net.scheme.InputEnded;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.OutputEnded;
import io.helve.net.scheme.Sockets;
import io.helve.net.scheme.StreamOwner;
import io.helve.stream.Stream;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A stream over a channel that can carry data; the last handler of the channel's pipeline. */
public final class ChannelStream extends ChannelInboundHandlerAdapter implements Stream {
    private final Channel channel;
    private final StreamOwner owner;
    private final OptionValues options;
    private final EstablishedConnection connection;
    private final Receiving receiving;
    private final Sending sending;
    private final Runnable read;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The failure that has ended the connection, or null. Only the event loop touches this field and the next two. */
    private EndReason failure;

    private boolean inputEnded;

    /** Whether the peer's end has ended our side, too; the scheme then closes the channel after all data was sent. */
    private boolean outputEnded;

    /**
     * Makes a stream; the caller adds it to the channel's pipeline.
     *
     * @param channel the channel, which can carry data
     * @param connection the scheme's description of the connection
     * @param options the options of its dialer or listener
     * @param owner the owner, which drops the stream when the stream is closed
     */
    public ChannelStream(Channel channel, EstablishedConnection connection, OptionValues options, StreamOwner owner) {
        this.channel = channel;
        this.connection = connection;
        this.options = options;
        this.owner = owner;
        read = channel::read;
        connection.properties().put(StreamProperty.TRANSPORT, Sockets.transport(channel));
        int high = options.get(StreamOptions.WRITE_BUFFER);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark((high + 1) / 2, high));
        MemoryGate gate = Sockets.gate(channel);
        receiving = new Receiving(
                connection.kind(),
                options.get(StreamOptions.READ_AHEAD),
                gate == null ? null : gate.memory(),
                owner.share().unasked(),
                owner.network().counters().bytesReceived,
                this::toString);
        sending = new Sending(
                channel,
                gate,
                connection,
                owner.share().chunks(),
                owner.network().counters().bytesSent,
                this::toString);
        // Users' buffers may be used by the channel only without handlers in between. A channel without a gate is one
        // of io_uring, where reads and writes go on in the kernel after the call.
        if (gate != null && channel.pipeline().last() == gate) {
            gate.setPlain();
            RecvByteBufAllocator own = channel.config().getRecvByteBufAllocator();
            channel.config().setRecvByteBufAllocator(new ReadBuffers(own, receiving::offerBuffer));
            channel.config().setMessageSizeEstimator(sending.writeDirectly());
        }
    }

    // ---- for users

    @Override
    public AioFactory factory() {
        return owner.factory();
    }

    @Override
    public void send(Aio aio) {
        sending.send(aio);
    }

    @Override
    public void receive(Aio aio) {
        if (receiving.receive(aio)) {
            read();
        }
    }

    @Override
    public void shutdown(Aio aio) {
        sending.shutdown(aio);
    }

    @Override
    public boolean isMessageOriented() {
        return connection.kind() != Kind.BYTES;
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        Objects.requireNonNull(property, "property");
        return property.type().cast(connection.properties().get(property));
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return options.get(Objects.requireNonNull(option, "option"));
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        if (closed.get()) {
            throw new AioException(AioError.ECLOSED, this + " is closed");
        }
        Object checked = options.check(option, value);
        try {
            if (option == StreamOptions.TCP_NODELAY) {
                channel.config().setOption(ChannelOption.TCP_NODELAY, (Boolean) checked);
            } else if (option == StreamOptions.TCP_KEEPALIVE) {
                channel.config().setOption(ChannelOption.SO_KEEPALIVE, (Boolean) checked);
            } else if (option == StreamOptions.READ_AHEAD) {
                if (receiving.setReadAhead((Integer) checked)) {
                    read();
                }
            } else if (option == StreamOptions.WRITE_BUFFER) {
                int high = (Integer) checked;
                channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark((high + 1) / 2, high));
                sending.pump();
            } else if (option == StreamOptions.RECEIVE_MAX && connection.kind() == Kind.MESSAGES) {
                connection.receiveMax().accept((Integer) checked);
            } else {
                throw new AioException(AioError.ENOTSUP, option + " cannot be changed on " + this);
            }
            options.set(option, checked);
        } catch (AioException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AioException(Errors.of(e), option + " cannot be set on " + this, e);
        }
    }

    @Override
    public void close() {
        endHere(Channel::close);
    }

    /**
     * Closes the stream because its tenant is closed, or because no operation has accepted the stream. The peer may be
     * told the reason.
     */
    public void leave() {
        endHere(connection.ending()::leave);
    }

    private void endHere(Consumer<Channel> orderly) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        receiving.close(EndReason.CLOSED);
        boolean drops = sending.end(EndReason.CLOSED);
        owner.remove(this);
        if (drops) {
            connection.ending().cutOff(channel);
        } else {
            orderly.accept(channel);
        }
    }

    @Override
    public void stop() {
        close();
        ChannelCloser.until(channel.closeFuture(), channel.eventLoop());
    }

    private void read() {
        if (channel.eventLoop().inEventLoop()) {
            channel.read();
        } else {
            try {
                channel.eventLoop().execute(read);
            } catch (RuntimeException e) { // the loops have been closed
                receiving.end(EndReason.CLOSED);
            }
        }
    }

    /** {@return the number of bytes that were read and not received yet} */
    long buffered() {
        return receiving.buffered();
    }

    // ---- for the channel, on its event loop

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (receiving.readCompleted()) {
            context.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object piece) {
        sending.beginReading();
        receiving.arrived(piece);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        sending.endReading();
        if (receiving.readCompleted()) {
            context.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            sending.pump();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof InputEnded) {
            inputEnded = true;
            receiving.end(failure == null ? EndReason.SHUT : failure);
            if (sending.hasEnded() && !outputEnded) {
                channel.close(); // both sides have ended
            }
        }
        if (event instanceof OutputEnded) {
            outputEnded = true;
            sending.end(EndReason.SHUT);
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (connection.kind() == Kind.DATAGRAMS && channel.isActive()) { // the failure concerns one datagram
            receiving.interrupt(new EndReason(Errors.of(cause), cause));
            return;
        }
        if (failure == null) {
            AioError error = Errors.of(cause);
            failure = new EndReason(error, new AioException(error, this + ": " + Errors.text(cause), cause));
        }
        boolean drops = sending.end(failure); // before the close, which may first tell the peer
        receiving.disconnected(failure);
        if (drops) {
            connection.ending().cutOff(channel);
        } else {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        EndReason why = failure;
        if (why == null) {
            why = inputEnded ? EndReason.SHUT : lost();
        }
        boolean orderly = failure == null && connection.endsOrderlyWhenClosed() && hasReadTheEnd();
        EndReason end = orderly ? EndReason.SHUT : why;
        sending.end(end); // before the input, so that a user who has received the end finds the output ended
        receiving.disconnected(end);
    }

    /**
     * {@return whether the last read found the end} Netty also closes a channel after a failed write, and then there
     * may be unread data.
     */
    private boolean hasReadTheEnd() {
        return channel.unsafe().recvBufAllocHandle().lastBytesRead() < 0;
    }

    private EndReason lost() {
        return new EndReason(AioError.ECONNRESET, new AioException(AioError.ECONNRESET, this + " was lost"));
    }

    @Override
    public String toString() {
        return connection.name();
    }
}
