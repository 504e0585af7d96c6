package io.helve.sp.impl.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamFailure;
import io.helve.stream.StreamUrl;
import java.util.Optional;

/**
 * A listener whose transport is not yet registered. The first accept that finds the transport binds the address. If the
 * address cannot be bound, the accept fails, which the socket counts and logs, and the next accept tries again.
 */
final class AwaitedListener extends AwaitedEndpoint<SpTransportListener> implements SpTransportListener {
    @GuardedBy("this")
    private boolean bound;

    AwaitedListener(Transports transports, StreamUrl url, SpTransportHost host) {
        super(transports, url, host);
    }

    @Override
    SpTransportListener make(SpTransport transport, StreamUrl url, SpTransportHost host) {
        return transport.listener(url, host);
    }

    @Override
    public void bind() {
        SpTransportListener listener = get();
        boolean done = false;
        try {
            listener.bind();
            done = true;
        } finally {
            if (!done) {
                discard(); // a listener binds once
            }
        }
        synchronized (this) {
            bound = true;
        }
    }

    @Override
    public void accept(Aio aio) {
        SpTransportListener listener = boundListener();
        if (listener == null) {
            try {
                bind();
            } catch (AioException e) {
                // the failure of a single peer would be followed by the next accept at once
                fail(aio, Listener.isOfOnePeer(e.error()) ? AioError.EADDRINVAL : e.error(), e);
                return;
            }
            listener = boundListener();
        }
        if (listener == null) {
            fail(aio, AioError.ECLOSED, null);
        } else {
            listener.accept(aio);
        }
    }

    private synchronized SpTransportListener boundListener() {
        return bound ? present() : null;
    }

    @Override
    public Optional<StreamFailure> lastFailure() {
        SpTransportListener listener = boundListener();
        return listener == null ? Optional.empty() : listener.lastFailure();
    }

    @Override
    public StreamUrl dialUrl() {
        SpTransportListener listener = boundListener();
        if (listener == null) {
            throw new AioException(AioError.ESTATE, "the listener at " + url() + " waits for its transport");
        }
        return listener.dialUrl();
    }
}
