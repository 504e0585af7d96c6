package io.helve.net.tls;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.FirstBytes;
import io.helve.net.scheme.InputEnded;
import io.helve.net.scheme.OutputEnded;
import io.helve.net.scheme.OutputShutdown;
import io.helve.net.scheme.Sockets;
import io.helve.net.tcp.TcpScheme;
import io.helve.stream.StreamProperty;
import io.helve.stream.TlsConfig;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Translates between Netty's TLS handler, which precedes this handler in the pipeline, and streams. All methods run on
 * the channel's event loop, except {@link #cutOff(Channel)}.
 *
 * <pre>
 * HANDSHAKING  the handshake is going on
 * FAILED       the handshake has failed, and the peer is being told
 * OPEN         data goes both ways
 * ENDED        the peer has sent close_notify; our side may still send
 * </pre>
 *
 * <p>Any host between the peers can end the TCP connection, so an end without close_notify is a lost connection.
 */
final class SecureChannel extends ChannelDuplexHandler implements OutputShutdown {
    /** How long a close waits until close_notify has been written. */
    private static final long CLOSE_MILLIS = 200;

    private enum State {
        HANDSHAKING,
        FAILED,
        OPEN,
        ENDED
    }

    private final String scheme;
    private final TlsConfig config;
    private final SslHandler tls;
    private final Promise<EstablishedConnection> ready;
    private State state = State.HANDSHAKING;
    private boolean outputEnded;

    /** Whether the handshake failed because we have refused the peer or its offer. */
    private boolean refused;

    private boolean closing;
    private boolean writing;

    /** Whether bytes that a send had taken were dropped. Written by any thread. */
    private volatile boolean cutOff;

    private ChannelHandlerContext context;

    /** The context through which operations bypass TLS and reach the socket. */
    private ChannelHandlerContext below;

    private final RenegotiationGuard renegotiation = new RenegotiationGuard(this);

    SecureChannel(String scheme, TlsConfig config, SslHandler tls, Promise<EstablishedConnection> ready) {
        this.scheme = scheme;
        this.config = config;
        this.tls = tls;
        this.ready = ready;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        below = added;
    }

    /** Begins the handshake. This handler is in the pipeline already. */
    void start() {
        Sockets.addFirst(context.pipeline(), tls);
        Sockets.addFirst(context.pipeline(), new AnswerLimit(this));
        Sockets.addFirst(context.pipeline(), renegotiation);
        if (!tls.engine().getUseClientMode()) {
            Sockets.addFirst(context.pipeline(), new AlertLinger(this));
        }
        FirstBytes.moveToFront(context.pipeline());
        ChannelHandlerContext tlsContext = context.pipeline().context(tls);
        if (tlsContext != null) { // null if the handshake failed at once, which has been reported then
            below = tlsContext;
            below.read(); // a read of the TLS handler itself would be repeated when the handshake is over
        }
    }

    // ---- events of TLS

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof SslHandshakeCompletionEvent over) {
            handshakeOver(over.cause());
        } else if (event instanceof SslCloseCompletionEvent ended) {
            if (ended.isSuccess()) {
                inputEnded();
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            socketEnded();
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            context.fireUserEventTriggered(event);
        }
    }

    private void handshakeOver(Throwable cause) {
        if (state != State.HANDSHAKING) {
            return;
        }
        if (cause != null) {
            state = State.FAILED;
            AioError error = Errors.of(cause);
            refused = error == AioError.EPEERAUTH || error == AioError.ECRYPTO;
            ready.tryFailure(cause);
            return;
        }
        state = State.OPEN;
        Map<StreamProperty<?>, Object> properties = TcpScheme.properties(context.channel());
        HandshakeVerdict.describe(tls.engine(), config, properties);
        ready.trySuccess(EstablishedConnection.ofBytes(TcpScheme.name(scheme, context.channel()), this, properties));
        if (renegotiation.isCrossed()) {
            refusesRenegotiation();
        }
    }

    /** The peer's close_notify has arrived. */
    private void inputEnded() {
        if (state != State.OPEN) {
            return;
        }
        state = State.ENDED;
        boolean both = !outputEnded && tls.engine().isOutboundDone(); // over TLS 1.2 our side ends with the peer's
        if (both) {
            outputEnded = true;
            context.fireUserEventTriggered(OutputEnded.INSTANCE);
        }
        context.fireUserEventTriggered(InputEnded.INSTANCE);
        if (both) {
            below.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> closeSocket(context.newPromise()));
        }
    }

    private void socketEnded() {
        if (state == State.HANDSHAKING) {
            ready.tryFailure(new AioException(AioError.ECONNRESET, "the peer ended the connection in the handshake"));
        } else if (state == State.OPEN) {
            context.fireExceptionCaught(new AioException(
                    AioError.ECONNRESET,
                    "the connection ended without TLS's close_notify, so something may be missing"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (state == State.HANDSHAKING) {
            ready.tryFailure(cause);
        } else if (state != State.FAILED) {
            context.fireExceptionCaught(cause);
        }
    }

    /** {@return whether this side has refused the peer or its offer, of which an alert tells the peer} */
    boolean hasRefused() {
        return refused;
    }

    /**
     * {@return whether the engine takes no more data} Over TLS 1.2 this may become true later than the event that says
     * so.
     */
    boolean hasInputEnded() {
        return tls.engine().isInboundDone();
    }

    /**
     * Called when a second handshake has begun, if this is TLS 1.2. {@return whether it is, and the connection is given
     * up}
     */
    boolean refusesRenegotiation() {
        boolean refused =
                state == State.OPEN && tls.engine().getSession().getProtocol().equals("TLSv1.2");
        if (refused) {
            context.fireExceptionCaught(new SSLException("the peer wants to renegotiate, which is refused"));
        }
        return refused;
    }

    /** {@return whether the handshake is over, and data goes both ways} */
    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Gives the connection up, because the peer sends records without data, one after the other. {@return true} */
    boolean refusesFlood() {
        context.fireExceptionCaught(new SSLException("the peer sends too many records without data"));
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object data) {
        renegotiation.broughtData();
        context.fireChannelRead(data);
    }

    // ---- requests of streams

    @Override
    public void write(ChannelHandlerContext ignored, Object data, ChannelPromise promise) {
        writing = true;
        try {
            context.write(data, promise);
        } finally {
            writing = false;
        }
    }

    @Override
    public void flush(ChannelHandlerContext ignored) {
        writing = true;
        try {
            context.flush();
        } finally {
            writing = false;
        }
    }

    /** {@return whether a stream writes at the moment, also in the middle of a read} */
    boolean isWriting() {
        return writing;
    }

    /** Sends close_notify behind what was written before, and then ends the socket's output. */
    @Override
    public ChannelFuture end(Channel channel) {
        ChannelPromise told = context.newPromise();
        outputEnded = true;
        tls.closeOutbound().addListener(written -> {
            if (written.isSuccess() && context.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput(told);
            } else if (written.isSuccess()) {
                told.setSuccess();
            } else {
                told.setFailure(written.cause());
            }
        });
        return told;
    }

    @Override
    public void cutOff(Channel channel) {
        cutOff = true;
        channel.close();
    }

    /**
     * Closes the connection. close_notify is sent first unless data was dropped, since a peer that misses data must not
     * take the end for an orderly one.
     */
    @Override
    public void close(ChannelHandlerContext ignored, ChannelPromise promise) {
        if (state == State.FAILED) { // the TLS handler writes an alert when the event of the failure has returned
            context.executor().execute(() -> below.close(promise));
            return;
        }
        if (closing || state == State.HANDSHAKING) {
            below.close(promise);
            return;
        }
        closing = true;
        if (outputEnded || cutOff || isSomethingUnsent(context.channel())) {
            below.close(promise);
            return;
        }
        ChannelFuture told = tls.closeOutbound();
        if (told.isDone()) {
            below.close(promise);
        } else {
            ScheduledFuture<?> limit =
                    context.executor().schedule(() -> closeSocket(promise), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            told.addListener(written -> {
                if (limit.cancel(false)) {
                    closeSocket(promise);
                }
            });
        }
    }

    private void closeSocket(ChannelPromise promise) {
        closing = true;
        below.close(promise);
    }

    private static boolean isSomethingUnsent(Channel channel) {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null || outbound.totalPendingWriteBytes() > 0;
    }
}
