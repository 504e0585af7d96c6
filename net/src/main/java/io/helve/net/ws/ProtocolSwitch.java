package io.helve.net.ws;

import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.helve.net.scheme.OutputShutdown;
import io.helve.stream.StreamProperty;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.Promise;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** From HTTP to a WebSocket: what comes after a handshake, however it ends. */
final class ProtocolSwitch {
    /** A message is in memory as a whole while it is sent. */
    private static final int SEND_MAX = 1 << 30;

    private final Channel channel;
    private final WebSocket socket;
    private final EstablishedConnection below;
    private final Promise<EstablishedConnection> ready;

    ProtocolSwitch(
            Channel channel, WebSocket socket, EstablishedConnection below, Promise<EstablishedConnection> ready) {
        this.channel = channel;
        this.socket = socket;
        this.below = below;
        this.ready = ready;
    }

    void fail(Throwable cause) {
        ready.tryFailure(cause);
    }

    /** {@return how the output ends beneath HTTP} */
    OutputShutdown ending() {
        return below.ending();
    }

    boolean isOver() {
        return ready.isDone();
    }

    /**
     * The handshake has succeeded. What has arrived behind it comes out of the decoder when that is removed: not before
     * the stream is there.
     */
    void complete(
            String path,
            String protocol,
            HttpHeaders headers,
            ChannelHandler encoder,
            ChannelHandler handshake,
            ChannelHandler decoder) {
        if (isOver()) {
            return; // it was lost while we answered: what has arrived is nobody's
        }
        Map<StreamProperty<?>, Object> properties = below.properties();
        properties.put(StreamProperty.WS_PATH, path);
        properties.put(StreamProperty.WS_HEADERS, lowered(headers));
        if (protocol != null) {
            properties.put(StreamProperty.WS_PROTOCOL, protocol);
        }
        channel.pipeline().remove(encoder);
        channel.pipeline().addLast(socket);
        ready.addListener(over -> {
            channel.pipeline().remove(handshake);
            channel.pipeline().remove(decoder);
        });
        ready.trySuccess(new EstablishedConnection(
                below.name(), Kind.MESSAGES, SEND_MAX, socket, false, socket::receiveMax, properties));
    }

    private static Map<String, String> lowered(HttpHeaders headers) {
        Map<String, String> lowered = new TreeMap<>();
        for (Map.Entry<String, String> header : headers) {
            lowered.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (one, two) -> one + ", " + two);
        }
        return Collections.unmodifiableMap(lowered);
    }
}
