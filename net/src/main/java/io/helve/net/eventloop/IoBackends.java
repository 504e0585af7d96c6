package io.helve.net.eventloop;

import io.helve.internal.SafeLogger;
import io.helve.stream.StreamConfig.Transport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;

/** Chooses the kind of I/O that the configuration names, or the next best kind that this machine offers. */
final class IoBackends {
    private static final Logger LOG = SafeLogger.of(IoBackends.class);

    /** A native kind of I/O. Its classes may be missing, so they are loaded only when the kind is tried. */
    private record Candidate(Transport transport, Supplier<IoBackend> maker) {}

    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate(Transport.IO_URING, () -> new IoUringBackend()),
            new Candidate(Transport.EPOLL, () -> new EpollBackend()));

    private static final String CLASSES = "io.netty.transport.classes.epoll";

    private IoBackends() {}

    static IoBackend choose(Transport wanted) {
        if (wanted == Transport.NIO) {
            return new NioBackend();
        }
        for (Candidate candidate : CANDIDATES) {
            boolean named = candidate.transport == wanted;
            boolean reached = named
                    || candidate.transport
                            == Transport.EPOLL; // epoll is the choice of AUTO, and replaces a missing io_uring
            if (reached) {
                try {
                    return candidate.maker.get();
                } catch (LinkageError e) { // the native library is missing or unusable
                    Level level = named ? Level.WARNING : Level.DEBUG;
                    LOG.log(level, candidate.transport + " is not available, " + e);
                }
            }
        }
        sayWhichModulesAreMissing(IoBackends.class.getModule(), System.getProperty("os.name"));
        return new NioBackend();
    }

    /**
     * Says what to add. On the module path and in an image made by {@code jlink}, modules that Helve only uses if they
     * are there ({@code requires static}) are left out even if their jars are on the path.
     */
    static void sayWhichModulesAreMissing(Module own, String system) {
        boolean missing = own.isNamed()
                && own.getLayer() != null
                && own.getLayer().findModule(CLASSES).isEmpty();
        if (missing && "Linux".equals(system)) {
            LOG.log(
                    Level.INFO,
                    "Byte streams use NIO. For epoll, add the modules " + CLASSES
                            + " and io.netty.transport.epoll.linux.x86_64 (--add-modules)");
        }
    }
}
