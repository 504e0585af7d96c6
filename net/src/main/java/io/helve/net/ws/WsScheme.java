package io.helve.net.ws;

import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Upgrade;
import io.helve.net.tcp.InetScheme;
import io.helve.net.tcp.TcpScheme;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Promise;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code ws}, and what {@link WssScheme} has in common with it. */
public class WsScheme extends InetScheme {
    private static final List<StreamOption<?>> OWN = List.of(
            StreamOptions.RECEIVE_MAX,
            StreamOptions.WS_PROTOCOL,
            StreamOptions.WS_HEADERS,
            StreamOptions.WS_FRAME_MAX,
            StreamOptions.WS_SEND_FRAME_MAX,
            StreamOptions.WS_PING,
            StreamOptions.WS_SEND_TEXT,
            StreamOptions.WS_RECEIVE_TEXT);

    private final SecureRandom random = new SecureRandom();

    /** The scheme. */
    public WsScheme() {}

    @Override
    protected boolean hasPath() {
        return true;
    }

    static Set<StreamOption<?>> own(StreamOption<?>... more) {
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
    public Upgrade dialing(StreamUrl url, OptionValues options) {
        return (channel, ready) -> dial(url, options, channel, plain(channel), ready);
    }

    @Override
    public Upgrade accepting(StreamUrl url, OptionValues options) {
        return (channel, ready) -> accept(url, options, channel, plain(channel), ready);
    }

    private static EstablishedConnection plain(Channel channel) {
        return EstablishedConnection.ofBytes(
                TcpScheme.name("ws", channel),
                ended -> ((DuplexChannel) ended).shutdownOutput(),
                TcpScheme.properties(channel));
    }

    final void dial(
            StreamUrl url,
            OptionValues options,
            Channel channel,
            EstablishedConnection below,
            Promise<EstablishedConnection> ready) {
        WsSettings settings = WsSettings.of(options);
        ProtocolSwitch next =
                new ProtocolSwitch(channel, new WebSocket(settings, random::nextInt, below), below, ready);
        new ClientHandshake(url, settings, HandshakeKey.create(random), next).begin(channel);
    }

    final void accept(
            StreamUrl url,
            OptionValues options,
            Channel channel,
            EstablishedConnection below,
            Promise<EstablishedConnection> ready) {
        WsSettings settings = WsSettings.of(options);
        ProtocolSwitch next = new ProtocolSwitch(channel, new WebSocket(settings, null, below), below, ready);
        new ServerHandshake(url, settings, next).begin(channel);
    }
}
