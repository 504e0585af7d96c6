package io.helve.net.ws;

import io.helve.net.eventloop.Network;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Upgrade;
import io.helve.net.tls.TlsUpgrade;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.util.Set;

/** {@code wss}: WebSockets over TLS. */
public final class WssScheme extends WsScheme {
    private final Network network;

    /**
     * Makes the scheme.
     *
     * @param network where files are read
     */
    public WssScheme(Network network) {
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
    public Upgrade accepting(StreamUrl url, OptionValues options) {
        return new OverTls(
                TlsUpgrade.accepting(url, options, network),
                (channel, secured, ready) -> accept(url, options, channel, secured, ready));
    }

    /** What is done with a connection that is secured. */
    private interface Next {
        void begin(Channel channel, EstablishedConnection secured, Promise<EstablishedConnection> ready);
    }

    private record OverTls(TlsUpgrade tls, Next next) implements Upgrade {
        @Override
        public void prepare() throws Exception {
            tls.prepare();
        }

        @Override
        public void begin(Channel channel, Promise<EstablishedConnection> ready) throws Exception {
            Promise<EstablishedConnection> secured = channel.eventLoop().newPromise();
            secured.addListener(over -> {
                if (over.isSuccess()) {
                    next.begin(channel, secured.getNow(), ready);
                } else {
                    ready.tryFailure(over.cause());
                }
            });
            ready.addListener(over -> secured.tryFailure(new IllegalStateException("given up")));
            tls.begin(channel, secured);
        }
    }
}
