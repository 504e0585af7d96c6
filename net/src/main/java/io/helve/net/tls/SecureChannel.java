package io.helve.net.tls;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.InputEnded;
import io.helve.net.scheme.OutputEnded;
import io.helve.net.scheme.OutputShutdown;
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
 * Stands behind Netty's TLS and says what happens there in the words of streams. All on the channel's event loop.
 *
 * <pre>
 * HANDSHAKING  nothing has been agreed on
 * FAILED       and it will not be: the peer is being told
 * OPEN         data goes both ways
 * ENDED        the peer has said that there is no more
 * </pre>
 *
 * <p>An end of the TCP connection without TLS's own end may be somebody else's doing, so it is a lost connection.
 */
final class SecureChannel extends ChannelDuplexHandler implements OutputShutdown {
    /** How long closing waits for room for the last words. */
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
    private boolean closing;

    /** Whether something was dropped on its way here; written by any thread. */
    private volatile boolean cutOff;

    private ChannelHandlerContext context;

    /** What is done here goes to the socket, past TLS. */
    private ChannelHandlerContext below;

    private final RenegotiationGuard barrier = new RenegotiationGuard(this);

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

    /** Begins the handshake; this is in the pipeline. */
    void start() {
        context.pipeline().addFirst(barrier, tls);
        ChannelHandlerContext tlsContext = context.pipeline().context(tls);
        if (tlsContext != null) { // else it could not even begin, and has said so
            below = tlsContext;
            below.read(); // asked of TLS itself, it would read once more when the handshake is over
        }
    }

    // ---- what TLS says

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
            ready.tryFailure(cause);
            return;
        }
        state = State.OPEN;
        Map<StreamProperty<?>, Object> properties = TcpScheme.properties(context.channel());
        HandshakeVerdict.describe(tls.engine(), config, properties);
        ready.trySuccess(EstablishedConnection.ofBytes(TcpScheme.name(scheme, context.channel()), this, properties));
        if (barrier.isCrossed()) {
            refusesRenegotiation();
        }
    }

    /** The peer's close_notify has come. */
    private void inputEnded() {
        if (state != State.OPEN) {
            return;
        }
        state = State.ENDED;
        boolean both =
                !outputEnded && tls.engine().isOutboundDone(); // so TLS 1.2 has it: our side ends with the peer's
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

    /** {@return whether the engine takes nothing more; over TLS 1.2 this may be later than the event that says so} */
    boolean hasInputEnded() {
        return tls.engine().isInboundDone();
    }

    /** The peer has begun another handshake. {@return whether that is refused, and the connection given up} */
    boolean refusesRenegotiation() {
        boolean refused =
                state == State.OPEN && tls.engine().getSession().getProtocol().equals("TLSv1.2");
        if (refused) {
            context.fireExceptionCaught(new SSLException("the peer wants to renegotiate, which is refused"));
        }
        return refused;
    }

    // ---- what streams want

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

    /** Says goodbye if nothing is dropped: a peer that misses something must not take it for an orderly end. */
    @Override
    public void close(ChannelHandlerContext ignored, ChannelPromise promise) {
        if (closing || state == State.HANDSHAKING) {
            below.close(promise);
            return;
        }
        if (state == State.FAILED) { // the alert is on its way; TLS closes behind it
            closing = true;
            context.executor().execute(() -> below.close(promise));
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
