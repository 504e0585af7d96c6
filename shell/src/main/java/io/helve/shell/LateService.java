package io.helve.shell;

import io.helve.shell.stream.StreamFailure;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A service that only some commands need: found when one does, and its bundles started then; the others do without it.
 *
 * @param <S> the service
 */
@FunctionalInterface
interface LateService<S> {
    /** A command that uses it. */
    @FunctionalInterface
    interface Use<S> {
        void with(S service) throws Exception;
    }

    /**
     * Runs something with the service, which is let go of afterwards.
     *
     * @throws StreamFailure if it is not there
     */
    void use(Use<S> use) throws Exception;

    /** Byte streams. */
    static LateService<StreamFactory> streams(BundleContext context) {
        return use -> use(context, StreamFactory.class, StartLevels.STREAMS, "byte streams", "io.helve.net", use);
    }

    /** Sockets. */
    static LateService<SpSockets> sockets(BundleContext context) {
        return use ->
                use(context, SpSockets.class, StartLevels.SOCKETS, "the Scalability Protocols", "io.helve.sp", use);
    }

    private static <S> void use(
            BundleContext context, Class<S> type, int startLevel, String what, String bundle, Use<S> use)
            throws Exception {
        StartLevels.raise(context, startLevel);
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        try {
            S service = tracker.waitForService(10_000);
            if (service == null) {
                throw new StreamFailure(
                        StreamFailure.Kind.FAILED, what + " are not installed here; that is bundle " + bundle);
            }
            use.with(service);
        } finally {
            tracker.close();
        }
    }
}
