package io.helve.net.ws;

import io.helve.net.channel.Connection;
import io.helve.net.channel.Options;
import io.helve.net.channel.Upgrade;
import io.helve.net.tcp.InetScheme;
import io.helve.net.tcp.TcpScheme;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ws}, and what {@code wss} adds to TLS. */
public class WsScheme extends InetScheme {
    private static final List<StreamOption<?>> OWN = List.of(
            StreamOptions.RECEIVE_MAX,
            StreamOptions.WS_PROTOCOL,
            StreamOptions.WS_HEADERS,
            StreamOptions.WS_FRAME_MAX,
            StreamOptions.WS_PING,
            StreamOptions.WS_SEND_TEXT,
            StreamOptions.WS_RECEIVE_TEXT);

    private final SecureRandom random = new SecureRandom();

    /** The scheme. */
    public WsScheme() {}

    private static Set<StreamOption<?>> own(StreamOption<?>... more) {
        List<StreamOption<?>> all = new ArrayList<>(OWN);
        all.addAll(List.of(more));
        return with(all.toArray(StreamOption<?>[]::new));
    }

    @Override
    public Set<StreamOption<?>> dialerOptions() {
        return own(StreamOptions.LOCAL_ADDRESS);
    }

    @Override
    public Set<StreamOption<?>> listenerOptions() {
        return own(StreamOptions.BACKLOG);
    }

    @Override
    public Upgrade dialing(StreamUrl url, Options options) {
        return (channel, ready) -> dial(url, options, channel, TcpScheme.properties(channel), ready);
    }

    @Override
    public Upgrade accepting(StreamUrl url, Options options) {
        return (channel, ready) -> accept(url, options, channel, TcpScheme.properties(channel), ready);
    }

    final void dial(
            StreamUrl url,
            Options options,
            Channel channel,
            Map<StreamProperty<?>, Object> properties,
            Promise<Connection> ready) {
        WsSettings settings = WsSettings.of(options);
        Mask mask = new Mask(random);
        Switch next = new Switch(url.scheme(), channel, new WebSocket(settings, mask, properties), properties, ready);
        new ClientHandshake(url, settings, HandshakeKey.create(random), next).begin(channel);
    }

    final void accept(
            StreamUrl url,
            Options options,
            Channel channel,
            Map<StreamProperty<?>, Object> properties,
            Promise<Connection> ready) {
        WsSettings settings = WsSettings.of(options);
        Switch next = new Switch(url.scheme(), channel, new WebSocket(settings, null, properties), properties, ready);
        new ServerHandshake(url, settings, next).begin(channel);
    }
}
