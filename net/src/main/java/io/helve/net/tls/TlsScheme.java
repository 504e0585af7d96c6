package io.helve.net.tls;

import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.net.tcp.InetScheme;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import java.util.Set;

/** TLS over TCP: {@code tls+tcp}, {@code tls+tcp4}, {@code tls+tcp6}. */
public final class TlsScheme extends InetScheme {
    /** The scheme. */
    public TlsScheme() {}

    @Override
    public Set<StreamOption<?>> dialerOptions() {
        return with(StreamOptions.LOCAL_ADDRESS, StreamOptions.TLS);
    }

    @Override
    public Set<StreamOption<?>> listenerOptions() {
        return with(StreamOptions.BACKLOG, StreamOptions.HANDSHAKE_FAILED, StreamOptions.TLS);
    }

    @Override
    public Upgrade dialing(StreamUrl url, OptionValues options, StreamOwner owner) {
        return TlsUpgrade.dialing(url, options, owner);
    }

    @Override
    protected Upgrade accepting(StreamUrl url, OptionValues options, StreamOwner owner) {
        return TlsUpgrade.accepting(url, options, owner);
    }
}
