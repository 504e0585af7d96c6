package io.helve.net.ws;

import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.net.tls.TlsUpgrade;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import java.util.Optional;
import java.util.Set;

/** {@code wss}: WebSockets over TLS. */
public final class WssScheme extends WsScheme {
    /**
     * Makes the scheme.
     *
     * @param ports the ports of all WebSocket listeners of a network
     */
    public WssScheme(SharedPorts ports) {
        super(ports);
    }

    @Override
    public Set<StreamOption<?>> dialerOptions() {
        return own(StreamOptions.LOCAL_ADDRESS, StreamOptions.TLS);
    }

    @Override
    public Set<StreamOption<?>> listenerOptions() {
        return own(StreamOptions.BACKLOG, StreamOptions.HANDSHAKE_FAILED, StreamOptions.TLS, StreamOptions.WS_ORIGINS);
    }

    @Override
    public Upgrade dialing(StreamUrl url, OptionValues options, StreamOwner owner) {
        return new OverTls(
                TlsUpgrade.dialing(url, options, owner),
                (channel, secured, ready) -> dial(url, options, owner, channel, secured, ready));
    }

    @Override
    Optional<TlsUpgrade> securing(StreamUrl url, OptionValues options, StreamOwner owner) {
        return Optional.of(TlsUpgrade.accepting(url, options, owner));
    }
}
