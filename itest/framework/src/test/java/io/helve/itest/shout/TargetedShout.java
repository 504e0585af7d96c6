package io.helve.itest.shout;

import io.helve.aio.AioFactory;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;

/**
 * Exists only while there are sockets and streams for tcp: its references have the targets {@code (sp.scheme=tcp)} and
 * {@code (stream.scheme=tcp)}.
 */
public final class TargetedShout extends Shout {
    /** The system property with the port to listen at. */
    public static final String PORT = "itest.targeted.port";

    /** The system property that tells what the component has seen that must not be. */
    public static final String FAULT = "itest.targeted.fault";

    private final SpSockets sockets;
    private final StreamFactory streams;

    /**
     * Called by the component runtime.
     *
     * @param factory makes handles
     * @param sockets makes sockets
     * @param streams makes streams
     */
    public TargetedShout(AioFactory factory, SpSockets sockets, StreamFactory streams) {
        super(factory, sockets, PORT);
        this.sockets = sockets;
        this.streams = streams;
        requireTcp("activated");
    }

    @Override
    public void stop() {
        if (Boolean.getBoolean("itest.net.goes")) {
            requireTcp("deactivated");
        }
        super.stop();
    }

    private void requireTcp(String when) {
        if (!sockets.schemes().contains("tcp") || !streams.schemes().contains("tcp")) {
            System.setProperty(FAULT, "without tcp when " + when + ": " + sockets.schemes() + streams.schemes());
        }
    }
}
