package io.helve.net.ws;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.channel.Connection;
import io.helve.net.channel.InputEnded;
import io.helve.net.channel.MessagePart;
import io.helve.net.channel.OutputEnded;
import io.helve.stream.StreamProperty;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A WebSocket after its handshake: messages on the stream's side, frames on the socket's.
 *
 * <pre>
 * OPEN    --end--> ENDING    our close is out, the peer's may still come, and messages before it
 * OPEN    --peer's close--> ENDED   it is answered, then the channel is closed
 * ENDING  --peer's close--> ENDED   likewise
 * OPEN, ENDING --violation--> FAILED   the peer is told why; what it sends is discarded
 * </pre>
 */
final class WebSocket extends ChannelDuplexHandler implements FrameReader.Sink {
    private enum State {
        OPEN,
        ENDING,
        ENDED,
        FAILED
    }

    private static final int NORMAL = 1000;

    private final FrameReader reader;
    private final FrameWriter writer;
    private final Duration ping;
    private final Connection below;
    private ChannelHandlerContext context;
    private State state = State.OPEN;

    /** Our close frame on its way, or null. */
    private ChannelFuture told;

    private LastWords lastWords;

    /** Null if none is wanted. */
    private KeepAlive keepAlive;

    /** What the last ping wants to be answered with, if the peer does not take it now. */
    private byte[] owedPong;

    private boolean unflushed;

    WebSocket(WsSettings settings, Mask mask, Connection below) {
        reader =
                new FrameReader(mask == null, settings.frameMax(), settings.receiveMax(), settings.receiveText(), this);
        writer = new FrameWriter(mask, settings.frameMax(), settings.sendText());
        ping = settings.ping();
        this.below = below;
    }

    void receiveMax(int bytes) {
        reader.messageMax(bytes);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        if (!ping.isZero()) {
            keepAlive = new KeepAlive(
                    ping.toNanos(),
                    added.channel().eventLoop(),
                    () -> {
                        writer.control(context, Opcode.PING, Unpooled.EMPTY_BUFFER);
                        context.flush();
                    },
                    () -> context.fireExceptionCaught(
                            new AioException(AioError.ETIMEDOUT, "nothing came within " + ping + " after a ping")));
        }
    }

    // ---- out

    @Override
    public void write(ChannelHandlerContext ignored, Object data, ChannelPromise promise) {
        if (!(data instanceof ByteBuf message)) {
            context.write(data, promise);
        } else if (told == null) {
            writer.message(context, message, promise);
        } else {
            message.release();
            if (!promise.isVoid()) {
                promise.tryFailure(new AioException(AioError.ECONNSHUT, "the WebSocket has been closed"));
            }
        }
    }

    /** Ends our side. {@return when the peer has been told} */
    ChannelFuture end() {
        if (state == State.OPEN) {
            state = State.ENDING;
            tell(NORMAL, "");
        }
        return told;
    }

    private void tell(int code, String reason) {
        ByteBuf payload = context.alloc().buffer();
        if (code != CloseCode.NONE) {
            payload.writeShort(code).writeCharSequence(reason, StandardCharsets.US_ASCII);
        }
        told = writer.control(context, Opcode.CLOSE, payload);
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (context.channel().isWritable() && owedPong != null && told == null) {
            pong(owedPong);
            owedPong = null;
            context.flush();
        }
        context.fireChannelWritabilityChanged();
    }

    private void pong(byte[] payload) {
        writer.control(
                context, Opcode.PONG, context.alloc().ioBuffer(payload.length).writeBytes(payload));
    }

    @Override
    public void close(ChannelHandlerContext ignored, ChannelPromise promise) {
        if (lastWords == null && told != null && !told.isDone()) {
            lastWords = new LastWords(context.channel(), below.ending(), told, this::closeNow);
        }
        if (lastWords == null) {
            context.close(promise);
        } else {
            context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        }
    }

    private void closeNow() {
        context.close();
    }

    // ---- in

    @Override
    public void read(ChannelHandlerContext ignored) {
        if (keepAlive != null) {
            keepAlive.readBegins();
        }
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object data) {
        ByteBuf in = (ByteBuf) data;
        if (keepAlive != null) {
            keepAlive.heard();
        }
        try {
            reader.read(in, context.alloc());
        } catch (Violation e) {
            fail(e);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        if (keepAlive != null) {
            keepAlive.readEnds();
        }
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
        context.fireChannelReadComplete();
        if (!wantsMore()) {
            context.read(); // to be discarded
        }
    }

    @Override
    public boolean wantsMore() {
        return state == State.OPEN || state == State.ENDING;
    }

    @Override
    public void part(ByteBuf data, boolean last) {
        context.fireChannelRead(new MessagePart(data, last));
    }

    @Override
    public void control(int opcode, byte[] payload) throws Violation {
        if (opcode == Opcode.CLOSE) {
            peerCloses(CloseCode.check(payload));
        } else if (opcode == Opcode.PING && told == null) {
            if (context.channel().isWritable()) {
                owedPong = null;
                pong(payload);
                unflushed = true;
            } else {
                owedPong = payload; // the last one is answered, once there is room
            }
        }
    }

    private void peerCloses(int code) {
        below.properties().put(StreamProperty.WS_CLOSE_CODE, code);
        state = State.ENDED;
        if (told == null) {
            tell(code, "");
            context.fireUserEventTriggered(OutputEnded.INSTANCE);
        }
        context.fireUserEventTriggered(InputEnded.INSTANCE);
        context.channel().close();
    }

    private void fail(Violation violation) {
        state = State.FAILED;
        if (told == null) {
            tell(violation.code(), violation.getMessage());
        }
        lastWords = new LastWords(context.channel(), below.ending(), told, this::closeNow);
        context.fireExceptionCaught(
                new AioException(violation.error(), "the peer has sent " + violation.getMessage(), violation));
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
        if (lastWords != null) {
            lastWords.inputEnded();
        } else if (wantsMore()) {
            state = State.FAILED;
            context.fireExceptionCaught(
                    new AioException(AioError.ECONNRESET, "the connection has ended without a close frame"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (lastWords == null) {
            context.fireExceptionCaught(cause);
        } else {
            lastWords.inputEnded();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        if (keepAlive != null) {
            keepAlive.end();
        }
    }
}
