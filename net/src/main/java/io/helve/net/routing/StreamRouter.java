package io.helve.net.routing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.internal.SafeLogger;
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
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The stream factory of one tenant. The router finds the provider for the scheme of a URL, and opens a session with
 * each provider that the tenant uses.
 */
public final class StreamRouter implements StreamFactory, AutoCloseable {
    private static final Logger LOG = SafeLogger.of(StreamRouter.class);

    private final String user;
    private final ProviderRegistry providers;
    private final Supplier<AioFactory> factory;

    /** The sessions by provider, whose own {@code equals} is not called. */
    @GuardedBy("this")
    private final Map<StreamProvider, StreamSession> sessions = new IdentityHashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /**
     * Makes a factory.
     *
     * @param user the tenant's name
     * @param providers the providers, as they come and go
     * @param factory returns the tenant's factory of handles, or throws an {@code AioException}
     */
    public StreamRouter(String user, ProviderRegistry providers, Supplier<AioFactory> factory) {
        this.user = user;
        this.factory = factory;
        this.providers = providers;
        providers.add(this);
    }

    @Override
    public StreamDialer dialer(StreamUrl url) {
        Objects.requireNonNull(url, "url");
        return session(url).dialer(url);
    }

    @Override
    public StreamListener listener(StreamUrl url) {
        Objects.requireNonNull(url, "url");
        return session(url).listener(url);
    }

    @Override
    public DatagramEndpoint datagrams(StreamUrl url) {
        Objects.requireNonNull(url, "url");
        return session(url).datagrams(url);
    }

    @Override
    public Set<String> schemes() {
        return providers.schemes();
    }

    private StreamSession session(StreamUrl url) {
        requireOpen();
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

    /** A factory that is closed says so, whether or not there are providers. */
    private synchronized void requireOpen() {
        if (closed) {
            throw new AioException(AioError.ECLOSED, "the stream factory of " + user + " is closed");
        }
    }

    private synchronized StreamSession present(StreamProvider provider) {
        requireOpen();
        return sessions.get(provider);
    }

    /**
     * Opens a session. No lock is held while the provider is called, so two threads may open a session each; the later
     * session is closed again.
     */
    private StreamSession open(StreamProvider provider) {
        StreamSession opened = provider.open(user, factory);
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
        if (kept == null || !providers.contains(provider)) { // removed since the look-up
            withdraw(provider);
            throw new AioException(AioError.ECLOSED, "the provider or the user of " + user + " has gone");
        }
        return kept;
    }

    /** Closes the session with a provider that was removed. */
    void withdraw(StreamProvider provider) {
        StreamSession session;
        synchronized (this) {
            session = sessions.remove(provider);
        }
        if (session != null) {
            close(session);
        }
    }

    /** Closes a session. A provider of another bundle that throws must not prevent the close of other sessions. */
    private void close(StreamSession session) {
        try {
            session.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "A provider cannot close the session of " + user, e);
        }
    }

    /** Closes all sessions, at the end of the tenant. */
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
