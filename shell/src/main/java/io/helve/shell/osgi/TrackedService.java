package io.helve.shell.osgi;

import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.services.LateService;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A service of the framework's registry. The first command that uses the service raises the framework's start level to
 * the start level of the bundles that provide it.
 *
 * @param <S> the type of the service
 */
record TrackedService<S>(BundleContext context, Class<S> type, int startLevel, String what, String bundle)
        implements LateService<S> {
    private static final long WAIT_MILLIS = 10_000;

    static LateService<StreamFactory> streams(BundleContext context) {
        return new TrackedService<>(context, StreamFactory.class, StartLevels.STREAMS, "byte streams", "io.helve.net");
    }

    static LateService<SpSockets> sockets(BundleContext context) {
        return new TrackedService<>(
                context, SpSockets.class, StartLevels.SOCKETS, "the Scalability Protocols", "io.helve.sp");
    }

    @Override
    public void use(Use<S> use) throws Exception {
        StartLevels.raise(context, startLevel);
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        try {
            S service = tracker.waitForService(WAIT_MILLIS);
            if (service == null) {
                throw new CommandException(
                        ExitCode.FAILED, what + " are not installed here; install the bundle " + bundle);
            }
            use.with(service);
        } finally {
            tracker.close();
        }
    }
}
