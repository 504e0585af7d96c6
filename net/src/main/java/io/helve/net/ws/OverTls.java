package io.helve.net.ws;

import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.Upgrade;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;

/**
 * Two upgrades, one after the other: TLS, then the handshake of the WebSocket.
 *
 * @param tls secures the connection
 * @param next is begun on the secured connection
 */
record OverTls(Upgrade tls, Next next) implements Upgrade {
    /** The handshake of the WebSocket. */
    interface Next {
        void begin(Channel channel, EstablishedConnection secured, Promise<EstablishedConnection> ready);
    }

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
