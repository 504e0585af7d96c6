package io.helve.net.tls;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final StreamOwner owner;
    private final TlsSide side;
    private final Credentials credentials;
    private final CredentialLoader loader;

    /** Whether a {@link #refresh} waits, which is enough for all that ask for one meanwhile. */
    private final AtomicBoolean refreshing = new AtomicBoolean();

    private TlsUpgrade(StreamUrl url, OptionValues options, StreamOwner owner, TlsSide side) {
        this.url = url;
        this.options = options;
        this.owner = owner;
        this.side = side;
        credentials = new Credentials(side.endpoint() + url, side);
        loader = new CredentialLoader(
                credentials, call -> owner.network().files().submit(owner, call));
    }

    /**
     * Makes the upgrade of a dialer.
     *
     * @param url where to
     * @param options the dialer's, with {@link StreamOptions#TLS}
     * @param owner the tenant
     * @return the upgrade
     */
    public static TlsUpgrade dialing(StreamUrl url, OptionValues options, StreamOwner owner) {
        return new TlsUpgrade(url, options, owner, TlsSide.CLIENT);
    }

    /**
     * Makes the upgrade of a listener.
     *
     * @param url where
     * @param options the listener's, with {@link StreamOptions#TLS}
     * @param owner the tenant
     * @return the upgrade
     */
    public static TlsUpgrade accepting(StreamUrl url, OptionValues options, StreamOwner owner) {
        return new TlsUpgrade(url, options, owner, TlsSide.SERVER);
    }

    /**
     * Reads certificates and keys, so that a listener whose files cannot be used does not listen. The caller waits for
     * a thread that reads, but no longer than the listener's time limit.
     */
    @Override
    public void prepare() throws SSLException {
        Duration limit = options.get(StreamOptions.CONNECT_TIMEOUT);
        loader.load(
                options.get(StreamOptions.TLS),
                limit == null ? owner.network().config().connectTimeout() : limit);
    }

    /**
     * Returns whether this listener and another show the same certificates, whose keys they have, and trust the same
     * authorities. Compares what they have loaded, and does not block.
     *
     * @param config the configuration of this listener
     * @param other another listener
     * @param others the configuration of the other listener
     * @return whether both listeners show and trust the same; false if one of the configurations has not been loaded
     */
    public boolean isSame(TlsConfig config, TlsUpgrade other, TlsConfig others) {
        ServerIdentity mine = credentials.identity(config);
        ServerIdentity theirs = other.credentials.identity(others);
        return mine != null && theirs != null && mine.isSame(theirs);
    }

    /**
     * Has the certificates loaded if files may have changed, without waiting, for a later {@link #isSame}. If they
     * cannot be loaded, what was loaded before stays.
     *
     * @param config the configuration
     */
    public void refresh(TlsConfig config) {
        if (!credentials.isOutdated(config) || !refreshing.compareAndSet(false, true)) {
            return;
        }
        AtomicBoolean unwanted = new AtomicBoolean();
        boolean begun = false;
        try {
            loader.load(config, unwanted::get, (loaded, failure) -> refreshing.set(false));
            begun = true;
        } finally {
            if (!begun) { // no memory; the next connection tries again
                unwanted.set(true);
                refreshing.set(false);
            }
        }
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
        loader.load(config, () -> ready.isDone(), (loaded, failure) -> {
            if (failure != null) {
                ready.tryFailure(failure);
            } else {
                loaded(channel, config, loaded, ready);
            }
        });
    }

    /** Called on the thread that has checked the files; continues on the event loop. */
    private void loaded(Channel channel, TlsConfig config, SSLContext context, Promise<EstablishedConnection> ready) {
        try {
            channel.eventLoop().execute(() -> {
                try {
                    secure(channel, config, context, ready);
                } catch (SSLException | RuntimeException e) {
                    ready.tryFailure(e);
                }
            });
        } catch (RejectedExecutionException e) {
            // the loops have been closed, and the channel with them
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
        SSLEngine engine = switch (side) {
            case SERVER -> Engines.accepting(context, config);
            case CLIENT -> Engines.dialing(context, config, url);
        };
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0); // the caller of this upgrade has a time limit
        SecureChannel secured = new SecureChannel(url.scheme(), config, handler, ready);
        channel.pipeline().addLast(secured);
        secured.start();
    }
}
