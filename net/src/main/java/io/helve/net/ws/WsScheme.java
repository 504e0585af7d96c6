package io.helve.net.ws;

import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.ListeningSocket;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.net.tcp.InetScheme;
import io.helve.net.tcp.TcpScheme;
import io.helve.net.tls.TlsUpgrade;
import io.helve.stream.MessageFraming;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Promise;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code ws}, and the common part of {@code ws} and {@code wss}. */
public class WsScheme extends InetScheme {
    private static final List<StreamOption<?>> OWN = List.of(
            StreamOptions.RECEIVE_MAX,
            StreamOptions.WS_PROTOCOL,
            StreamOptions.WS_PROTOCOL_MISMATCH,
            StreamOptions.WS_HEADERS,
            StreamOptions.WS_FRAME_MAX,
            StreamOptions.WS_SEND_FRAME_MAX,
            StreamOptions.WS_PING,
            StreamOptions.WS_SEND_TEXT,
            StreamOptions.WS_RECEIVE_TEXT);

    private final SecureRandom random = new SecureRandom();
    private final SharedPorts ports;

    /**
     * Makes the scheme.
     *
     * @param ports the ports of all WebSocket listeners of a network
     */
    public WsScheme(SharedPorts ports) {
        this.ports = ports;
    }

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
        return own(StreamOptions.BACKLOG, StreamOptions.HANDSHAKE_FAILED, StreamOptions.WS_ORIGINS);
    }

    @Override
    public MessageFraming messageFraming() {
        return MessageFraming.MESSAGES;
    }

    @Override
    public Upgrade dialing(StreamUrl url, OptionValues options, StreamOwner owner) {
        return (channel, ready) -> dial(url, options, owner, channel, plain(channel), ready);
    }

    final void dial(
            StreamUrl url,
            OptionValues options,
            StreamOwner owner,
            Channel channel,
            EstablishedConnection below,
            Promise<EstablishedConnection> ready) {
        WsSettings settings = WsSettings.of(options);
        WebSocket socket =
                new WebSocket(settings, random::nextInt, below, owner.share().unfinished());
        ProtocolSwitch next = new ProtocolSwitch(channel, below, ready);
        new ClientHandshake(url, settings, socket, HandshakeKey.create(random), next).begin(channel);
    }

    /** Listens at a path of a port that other listeners may share; {@link SharedPort} upgrades the connections. */
    @Override
    public final ListeningSocket bind(StreamUrl url, AcceptHandler handler) throws Exception {
        return ports.listen(this, url, handler);
    }

    /**
     * Makes the upgrade that secures the connections of a listener.
     *
     * @param url the listener's URL
     * @param options the listener's options
     * @param owner the listener's tenant
     * @return the upgrade to TLS; empty where connections are not secured
     */
    Optional<TlsUpgrade> securing(StreamUrl url, OptionValues options, StreamOwner owner) {
        return Optional.empty();
    }

    /**
     * Describes a connection without TLS, before the handshake of the WebSocket.
     *
     * @param channel the connected channel
     * @return the connection, for bytes
     */
    static EstablishedConnection plain(Channel channel) {
        return EstablishedConnection.ofBytes(
                TcpScheme.name("ws", channel),
                ended -> ((DuplexChannel) ended).shutdownOutput(),
                TcpScheme.properties(channel));
    }
}
