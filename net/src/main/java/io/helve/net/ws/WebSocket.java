package io.helve.net.ws;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.UnfinishedMessages;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.InputEnded;
import io.helve.net.scheme.LingeringClose;
import io.helve.net.scheme.MessageFragment;
import io.helve.net.scheme.OutputEnded;
import io.helve.net.scheme.OutputShutdown;
import io.helve.stream.StreamProperty;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameMaskGenerator;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket after its handshake: translates between the messages of the stream and the frames of the socket. It adds
 * Netty's codec to the pipeline itself.
 *
 * <pre>
 * OPEN   --our end--&gt;          ENDING   our close frame is out; the peer's, and messages before it, may still come
 * OPEN   --peer's close--&gt;     ENDED    the close is answered, then the channel is closed
 * ENDING --peer's close--&gt;     ENDED    likewise
 * OPEN, ENDING --violation--&gt;  FAILED   the peer is told why; data that it still sends is dropped
 * OPEN, ENDING --lost--&gt;       FAILED   the peer cannot be told
 * OPEN   --close here--&gt;       CLOSING  the peer is told if that needs no waiting, then the channel is closed
 * </pre>
 */
final class WebSocket extends ChannelDuplexHandler implements OutputShutdown {
    private enum State {
        OPEN,
        ENDING,
        ENDED,
        FAILED,
        CLOSING
    }

    /**
     * How long a close leaves the close frame to a socket that has room for it, because native channels may write it
     * later.
     */
    private static final long CLOSE_MILLIS = 200;

    /** The highest close code of RFC 6455; Netty accepts higher ones. */
    private static final int CODE_MAX = 4999;

    private final WsSettings settings;
    private final Frames frames;
    private final EstablishedConnection below;
    private ChannelHandlerContext context;
    private State state = State.OPEN;

    /** The longest message that is received; written by any thread. */
    private volatile int receiveMax;

    /** The length of the current message so far. */
    private long received;

    /** The write of our close frame, or null. */
    private ChannelFuture told;

    /** The close that waits until the peer has read our close frame; null before. */
    private LingeringClose lingering;

    /** The code that the peer is told when this side closes; written by any thread. */
    private volatile WebSocketCloseStatus leaving = WebSocketCloseStatus.NORMAL_CLOSURE;

    /** The payload of the last ping, while the channel has no room for the pong; otherwise null. */
    private ByteBuf owedPong;

    private boolean unflushed;

    WebSocket(
            WsSettings settings,
            WebSocketFrameMaskGenerator masks,
            EstablishedConnection below,
            UnfinishedMessages unfinished) {
        this.settings = settings;
        frames = new Frames(settings, masks, unfinished);
        this.below = below;
        receiveMax = settings.receiveMax();
    }

    void receiveMax(int bytes) {
        receiveMax = bytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        if (!settings.ping().isZero()) {
            added.pipeline()
                    .addBefore(added.name(), null, new KeepAlive(settings.ping().toNanos(), this::ping, this::lost));
        }
        frames.addBelow(added);
    }

    private void ping() {
        context.writeAndFlush(new PingWebSocketFrame());
    }

    private void lost() {
        giveUp();
        context.fireExceptionCaught(new AioException(
                AioError.ETIMEDOUT, "nothing came within " + settings.ping().toMillis() + " ms after a ping"));
    }

    /** Closes a connection that does not work any more, so the peer cannot be told. */
    private void giveUp() {
        if (!isOver()) {
            state = State.FAILED;
        }
    }

    // ---- out

    @Override
    public void write(ChannelHandlerContext ignored, Object data, ChannelPromise promise) {
        if (!(data instanceof ByteBuf message)) {
            context.write(data, promise);
        } else if (told == null) {
            frames.write(context, message, promise);
        } else {
            message.release();
            if (!promise.isVoid()) {
                promise.tryFailure(new AioException(AioError.ECONNSHUT, "the WebSocket has been closed"));
            }
        }
    }

    @Override
    public ChannelFuture end(Channel channel) {
        if (state == State.OPEN) {
            state = State.ENDING;
            tell(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE, ""));
        }
        return told;
    }

    private void tell(CloseWebSocketFrame why) {
        told = context.writeAndFlush(why);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (context.channel().isWritable() && owedPong != null && told == null) {
            context.writeAndFlush(new PongWebSocketFrame(owedPong));
            owedPong = null;
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void leave(Channel channel) {
        goAway();
        channel.close();
    }

    /** The close frame, when it is sent, says that this side goes away. */
    void goAway() {
        leaving = WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
    }

    @Override
    public void close(ChannelHandlerContext ignored, ChannelPromise promise) {
        if (state == State.OPEN && context.channel().isWritable()) {
            sayGoodbye();
        } else if (state != State.CLOSING && lingering == null && isTelling()) {
            lingering = new LingeringClose(context.channel(), below.ending(), told, this::closeNow);
        }
        if (lingering != null || isTelling()) {
            context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        } else {
            context.close(promise);
        }
    }

    private boolean isTelling() {
        return told != null && !told.isDone();
    }

    /**
     * Sends the close frame behind the data that was taken before. If the peer does not take that data in
     * {@value #CLOSE_MILLIS} ms, the peer does not get the close frame either.
     */
    private void sayGoodbye() {
        state = State.CLOSING;
        tell(new CloseWebSocketFrame(leaving, ""));
        if (isTelling()) {
            Future<?> limit = context.executor().schedule(this::closeNow, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            told.addListener(written -> {
                limit.cancel(false);
                closeNow();
            });
        }
    }

    private void closeNow() {
        context.close();
    }

    // ---- in

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object frame) {
        try {
            if (!isOver()) {
                take((WebSocketFrame) frame);
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private boolean isOver() {
        return state == State.ENDED || state == State.FAILED || state == State.CLOSING;
    }

    private void take(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            peerCloses(close.statusCode());
        } else if (frame instanceof PingWebSocketFrame) {
            answer(frame.content());
        } else if (frame instanceof TextWebSocketFrame && !settings.receiveText()) {
            fail(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "a text message, which this side does not take");
        } else if (!(frame instanceof PongWebSocketFrame)) {
            part(frame, frame.content());
        }
    }

    private void part(WebSocketFrame frame, ByteBuf data) {
        if (!(frame instanceof ContinuationWebSocketFrame)) {
            received = 0;
        }
        received += data.readableBytes();
        int max = receiveMax;
        boolean last = frame.isFinalFragment();
        if (received > max) {
            fail(WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message of more than the " + max + " bytes allowed");
        } else if (last || data.isReadable()) {
            context.fireChannelRead(new MessageFragment(data.retain(), last));
        }
    }

    /**
     * Answers a ping. While the peer takes nothing only the last ping is remembered, and answered when there is room.
     */
    private void answer(ByteBuf payload) {
        if (told != null) {
            return;
        }
        dropOwedPong();
        if (context.channel().isWritable()) {
            context.write(new PongWebSocketFrame(payload.retain()));
            unflushed = true;
        } else {
            owedPong = payload.retain();
        }
    }

    private void dropOwedPong() {
        if (owedPong != null) {
            owedPong.release();
            owedPong = null;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
        context.fireChannelReadComplete();
        if (isOver()) {
            context.read(); // data that arrives is dropped
        }
    }

    /** The peer has closed; a frame without a code has -1 here. */
    private void peerCloses(int code) {
        if (code > CODE_MAX) {
            fail(WebSocketCloseStatus.PROTOCOL_ERROR, "a close frame with the code " + code);
            return;
        }
        below.properties().put(StreamProperty.WS_CLOSE_CODE, code < 0 ? WebSocketCloseStatus.EMPTY.code() : code);
        state = State.ENDED;
        if (told == null) {
            tell(code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""));
            context.fireUserEventTriggered(OutputEnded.INSTANCE);
        }
        context.fireUserEventTriggered(InputEnded.INSTANCE);
        context.channel().close();
    }

    private void fail(WebSocketCloseStatus status, String why) {
        fail(new CorruptedWebSocketFrameException(status, why));
    }

    private void fail(CorruptedWebSocketFrameException violation) {
        WebSocketCloseStatus status = violation.closeStatus();
        state = State.FAILED;
        if (told == null) {
            tell(new CloseWebSocketFrame(status, violation.getMessage()));
        }
        lingering = new LingeringClose(context.channel(), below.ending(), told, this::closeNow);
        context.fireExceptionCaught(new AioException(
                status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG) ? AioError.EMSGSIZE : AioError.EPROTO,
                "the peer breaks the rules: " + violation.getMessage(),
                violation));
    }

    // ---- the end

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof InputEnded) {
            inputEnded();
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            context.fireUserEventTriggered(event);
            return;
        }
        ReferenceCountUtil.release(event);
    }

    private void inputEnded() {
        if (lingering != null) {
            lingering.inputEnded();
        } else if (!isOver()) {
            state = State.FAILED;
            context.fireExceptionCaught(
                    new AioException(AioError.ECONNRESET, "the connection has ended without a close frame"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException violation) {
            if (!isOver()) {
                fail(violation);
            }
        } else if (lingering == null) {
            giveUp();
            context.fireExceptionCaught(cause);
        } else {
            lingering.inputEnded();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        dropOwedPong();
    }
}
