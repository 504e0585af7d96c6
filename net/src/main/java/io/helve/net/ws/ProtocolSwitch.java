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

/** Switches a connection from HTTP to WebSocket at the end of a handshake, or reports that the handshake has failed. */
final class ProtocolSwitch {
    /** The longest message that can be sent, since a message is in memory as a whole while it is sent. */
    private static final int SEND_MAX = 1 << 30;

    private final Channel channel;
    private final EstablishedConnection below;
    private final Promise<EstablishedConnection> ready;

    ProtocolSwitch(Channel channel, EstablishedConnection below, Promise<EstablishedConnection> ready) {
        this.channel = channel;
        this.below = below;
        this.ready = ready;
    }

    void fail(Throwable cause) {
        ready.tryFailure(cause);
    }

    /** {@return the connection beneath HTTP} */
    EstablishedConnection below() {
        return below;
    }

    /** {@return how the output of the connection beneath HTTP ends} */
    OutputShutdown ending() {
        return below.ending();
    }

    boolean isOver() {
        return ready.isDone();
    }

    /**
     * Called when the handshake has succeeded. The HTTP decoder is removed last, when the stream is in the pipeline: it
     * may hold data that has arrived behind the handshake, and passes that data on when it is removed.
     *
     * @return whether the connection is ready; false if it was lost or closed before
     */
    boolean complete(
            WebSocket socket,
            String path,
            String protocol,
            HttpHeaders headers,
            ChannelHandler encoder,
            ChannelHandler handshake,
            ChannelHandler decoder) {
        if (isOver()) {
            return false; // the connection was lost meanwhile, so the data that has arrived is dropped
        }
        Map<StreamProperty<?>, Object> properties = below.properties();
        properties.put(StreamProperty.WS_PATH, path);
        properties.put(StreamProperty.WS_HEADERS, lowered(headers));
        if (protocol != null) {
            properties.put(StreamProperty.WS_PROTOCOL, protocol);
        }
        channel.pipeline().remove(encoder);
        channel.pipeline().addLast(socket);
        boolean succeeded = ready.trySuccess(new EstablishedConnection(
                below.name(), Kind.MESSAGES, SEND_MAX, socket, false, socket::receiveMax, properties));
        if (!succeeded) {
            socket.goAway(); // the listener has closed
        }
        // Added last: if the listener has closed, this call notifies the listeners of the promise, which close the
        // channel.
        ready.addListener(over -> {
            channel.pipeline().remove(handshake);
            channel.pipeline().remove(decoder);
        });
        return succeeded;
    }

    private static Map<String, String> lowered(HttpHeaders headers) {
        Map<String, String> lowered = new TreeMap<>();
        for (Map.Entry<String, String> header : headers) {
            lowered.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (one, two) -> one + ", " + two);
        }
        return Collections.unmodifiableMap(lowered);
    }
}
