package io.helve.net.tls;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.Upgrade;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Secures connections: adds TLS to their pipelines and makes the handshake. The result is a connection for bytes. A
 * scheme that uses another protocol over TLS adds its own handlers to the end of the pipeline when the connection is
 * ready.
 */
public final class TlsUpgrade implements Upgrade {
    private final StreamUrl url;
    private final OptionValues options;
    private final Network network;
    private final boolean server;
    private final Credentials credentials;

    private TlsUpgrade(StreamUrl url, OptionValues options, Network network, boolean server) {
        this.url = url;
        this.options = options;
        this.network = network;
        this.server = server;
        credentials = new Credentials((server ? "listener of " : "dialer of ") + url, server);
    }

    /**
     * Makes the upgrade of a dialer.
     *
     * @param url where to
     * @param options the dialer's, with {@link StreamOptions#TLS}
     * @param network where files are read
     * @return the upgrade
     */
    public static TlsUpgrade dialing(StreamUrl url, OptionValues options, Network network) {
        return new TlsUpgrade(url, options, network, false);
    }

    /**
     * Makes the upgrade of a listener.
     *
     * @param url where
     * @param options the listener's, with {@link StreamOptions#TLS}
     * @param network where files are read
     * @return the upgrade
     */
    public static TlsUpgrade accepting(StreamUrl url, OptionValues options, Network network) {
        return new TlsUpgrade(url, options, network, true);
    }

    /** Reads certificates and keys, so that a listener whose files cannot be used does not listen. */
    @Override
    public void prepare() throws SSLException {
        credentials.load(options.get(StreamOptions.TLS));
    }

    @Override
    public void begin(Channel channel, Promise<EstablishedConnection> ready) throws SSLException {
        begin(channel, options.get(StreamOptions.TLS), ready);
    }

    /**
     * Begins with a given configuration, whatever the options say.
     *
     * @param channel the channel
     * @param config the configuration
     * @param ready completed with the secured connection
     * @throws SSLException if the configuration cannot be used
     */
    public void begin(Channel channel, TlsConfig config, Promise<EstablishedConnection> ready) throws SSLException {
        SSLContext context = credentials.current(config);
        if (context != null) {
            secure(channel, config, context, ready);
            return;
        }
        try {
            network.resolvers().execute(() -> load(channel, config, ready));
        } catch (RejectedExecutionException e) {
            throw new AioException(AioError.EAGAIN, "too much waits for files and names", e);
        }
    }

    /** Checks the files on a thread for look-ups, since that may block, and goes on on the event loop. */
    private void load(Channel channel, TlsConfig config, Promise<EstablishedConnection> ready) {
        try {
            SSLContext context = credentials.load(config);
            channel.eventLoop().execute(() -> {
                try {
                    secure(channel, config, context, ready);
                } catch (SSLException | RuntimeException e) {
                    ready.tryFailure(e);
                }
            });
        } catch (RejectedExecutionException e) {
            // the loops have been closed, and the channel with them
        } catch (SSLException | RuntimeException e) {
            ready.tryFailure(e);
        }
    }

    private void secure(Channel channel, TlsConfig config, SSLContext context, Promise<EstablishedConnection> ready)
            throws SSLException {
        if (ready.isDone() || !channel.isActive()) {
            return; // the handshake was given up meanwhile
        }
        if (channel instanceof DuplexChannel duplex
                && duplex.isInputShutdown()) { // the pipeline had no handler yet to see the end of the connection
            ready.tryFailure(
                    new AioException(AioError.ECONNRESET, "the peer ended the connection before its handshake"));
            return;
        }
        SSLEngine engine = server ? Engines.accepting(context, config) : Engines.dialing(context, config, url);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0); // the caller of this upgrade has a time limit
        SecureChannel secured = new SecureChannel(url.scheme(), config, handler, ready);
        channel.pipeline().addLast(secured);
        secured.start();
    }
}
