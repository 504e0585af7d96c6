package io.helve.net.ws;

import io.helve.net.channel.Connection;
import io.helve.net.channel.Options;
import io.helve.net.channel.Upgrade;
import io.helve.net.tls.TlsUpgrade;
import io.helve.net.transport.Network;
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
    public Upgrade dialing(StreamUrl url, Options options) {
        return new OverTls(
                TlsUpgrade.dialing(url, options, network),
                (channel, secured, ready) -> dial(url, options, channel, secured, ready));
    }

    @Override
    public Upgrade accepting(StreamUrl url, Options options) {
        return new OverTls(
                TlsUpgrade.accepting(url, options, network),
                (channel, secured, ready) -> accept(url, options, channel, secured, ready));
    }

    /** What is done with a connection that is secured. */
    private interface Next {
        void begin(Channel channel, Connection secured, Promise<Connection> ready);
    }

    private record OverTls(TlsUpgrade tls, Next next) implements Upgrade {
        @Override
        public void prepare() throws Exception {
            tls.prepare();
        }

        @Override
        public void begin(Channel channel, Promise<Connection> ready) throws Exception {
            Promise<Connection> secured = channel.eventLoop().newPromise();
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
