package io.helve.net.ws;

import io.helve.net.eventloop.Network;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Upgrade;
import io.helve.net.tls.TlsUpgrade;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import java.util.Optional;
import java.util.Set;

/** {@code wss}: WebSockets over TLS. */
public final class WssScheme extends WsScheme {
    private final Network network;

    /**
     * Makes the scheme.
     *
     * @param network the network, whose look-up threads read certificates
     * @param ports the ports of all WebSocket listeners of the network
     */
    public WssScheme(Network network, SharedPorts ports) {
        super(ports);
        this.network = network;
    }

    @Override
    public Set<StreamOption<?>> dialerOptions() {
        return own(StreamOptions.LOCAL_ADDRESS, StreamOptions.TLS);
    }

    @Override
    public Set<StreamOption<?>> listenerOptions() {
        return own(StreamOptions.BACKLOG, StreamOptions.TLS);
    }

    @Override
    public Upgrade dialing(StreamUrl url, OptionValues options) {
        return new OverTls(
                TlsUpgrade.dialing(url, options, network),
                (channel, secured, ready) -> dial(url, options, channel, secured, ready));
    }

    @Override
    Optional<TlsUpgrade> securing(StreamUrl url, OptionValues options) {
        return Optional.of(TlsUpgrade.accepting(url, options, network));
    }
}
