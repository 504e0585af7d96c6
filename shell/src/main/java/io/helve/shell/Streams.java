package io.helve.shell;

import io.helve.shell.stream.StreamFailure;
import io.helve.stream.StreamFactory;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Finds the service for byte streams when a command needs it; the others do without it. */
final class Streams {
    private static final long WAIT_MILLIS = 10_000;

    /** A command that uses them. */
    @FunctionalInterface
    interface Use {
        void with(StreamFactory streams) throws Exception;
    }

    private final BundleContext context;

    Streams(BundleContext context) {
        this.context = context;
    }

    /**
     * Runs something with the service, which is let go of afterwards.
     *
     * @throws StreamFailure if it is not there
     */
    void use(Use use) throws Exception {
        StartLevels.raise(context, StartLevels.STREAMS);
        ServiceTracker<StreamFactory, StreamFactory> factories =
                new ServiceTracker<>(context, StreamFactory.class, null);
        factories.open();
        try {
            StreamFactory streams = factories.waitForService(WAIT_MILLIS);
            if (streams == null) {
                throw new StreamFailure(
                        StreamFailure.Kind.FAILED, "byte streams are not installed here; that is bundle io.helve.net");
            }
            use.with(streams);
        } finally {
            factories.close();
        }
    }
}
