package io.helve.net.routing;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import io.helve.stream.provider.StreamProvider;
import io.helve.stream.provider.StreamSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** The factory of one user: finds the provider for a scheme, and has a session with each provider that was needed. */
public final class StreamRouter implements StreamFactory, AutoCloseable {
    private static final Logger LOG = System.getLogger(StreamRouter.class.getName());

    private final String user;
    private final Providers providers;

    /** Guarded by this. */
    private final Map<StreamProvider, StreamSession> sessions = new IdentityHashMap<>();

    private boolean closed;

    /**
     * Makes a factory.
     *
     * @param user the user's name
     * @param providers where providers come and go
     */
    public StreamRouter(String user, Providers providers) {
        this.user = user;
        this.providers = providers;
        providers.add(this);
    }

    @Override
    public StreamDialer dialer(String url) {
        StreamUrl parsed = StreamUrl.parse(url);
        return session(parsed).dialer(parsed);
    }

    @Override
    public StreamListener listener(String url) {
        StreamUrl parsed = StreamUrl.parse(url);
        return session(parsed).listener(parsed);
    }

    @Override
    public DatagramEndpoint datagrams(String url) {
        StreamUrl parsed = StreamUrl.parse(url);
        return session(parsed).datagrams(parsed);
    }

    @Override
    public Set<String> schemes() {
        return providers.schemes();
    }

    private StreamSession session(StreamUrl url) {
        StreamProvider provider = providers.find(url.scheme());
        if (provider == null) {
            throw new AioException(
                    AioError.ENOTSUP,
                    "no provider for the scheme of " + url + "; there are providers for "
                            + String.join(", ", schemes()));
        }
        StreamSession present = present(provider);
        return present != null ? present : open(provider);
    }

    private synchronized StreamSession present(StreamProvider provider) {
        if (closed) {
            throw new AioException(AioError.ECLOSED, "the stream factory of " + user + " is closed");
        }
        return sessions.get(provider);
    }

    /** No lock is held while the provider is called: of two sessions that are opened at once, one is closed again. */
    private StreamSession open(StreamProvider provider) {
        StreamSession opened = provider.open(user);
        StreamSession kept;
        synchronized (this) {
            kept = closed ? null : sessions.putIfAbsent(provider, opened);
            if (!closed && kept == null) {
                kept = opened;
            }
        }
        if (kept != opened) {
            close(opened);
        }
        if (kept == null || !providers.contains(provider)) { // it may have gone between the look and the call
            withdraw(provider);
            throw new AioException(AioError.ECLOSED, "the provider or the user of " + user + " has gone");
        }
        return kept;
    }

    /** A provider has gone: what came from it is closed. */
    void withdraw(StreamProvider provider) {
        StreamSession session;
        synchronized (this) {
            session = sessions.remove(provider);
        }
        if (session != null) {
            close(session);
        }
    }

    /** A provider may be anybody's: one that fails must not keep the others from being closed. */
    private void close(StreamSession session) {
        try {
            session.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "A provider cannot close the session of " + user, e);
        }
    }

    /** The user has gone: everything is closed. */
    @Override
    public void close() {
        providers.remove(this);
        Set<StreamSession> closing;
        synchronized (this) {
            closed = true;
            closing = Set.copyOf(sessions.values());
            sessions.clear();
        }
        closing.forEach(this::close);
    }

    @Override
    public String toString() {
        return "StreamFactory of " + user;
    }
}
