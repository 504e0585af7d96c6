package io.helve.sp.impl.inproc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamUrl;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The transport {@code inproc}, with a map of the bound listeners by name. */
public final class InprocTransport implements SpTransport {
    @GuardedBy("this")
    private final Map<String, InprocListener> listeners = new HashMap<>();

    /** Creates a transport without listeners. */
    public InprocTransport() {}

    @Override
    public Set<String> schemes() {
        return Set.of("inproc");
    }

    @Override
    public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
        return new InprocDialer(this, checked(url), host);
    }

    @Override
    public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
        return new InprocListener(this, checked(url), host);
    }

    private static StreamUrl checked(StreamUrl url) {
        if (url.path().isEmpty()) {
            throw new AioException(AioError.EADDRINVAL, "an inproc URL needs a name: " + url);
        }
        return url;
    }

    synchronized void bind(InprocListener listener) {
        if (listeners.putIfAbsent(listener.url().path(), listener) != null) {
            throw new AioException(AioError.EADDRINUSE, "there is a listener already at " + listener.url());
        }
    }

    synchronized void unbind(InprocListener listener) {
        listeners.remove(listener.url().path(), listener);
    }

    /** {@return the listener at a name, or null} */
    synchronized InprocListener find(StreamUrl url) {
        return listeners.get(url.path());
    }
}
