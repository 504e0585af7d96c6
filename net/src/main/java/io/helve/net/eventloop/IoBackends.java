package io.helve.net.eventloop;

import io.helve.stream.StreamConfig.Transport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;

/** Chooses what carries connections, from what is wanted and what is there. */
final class IoBackends {
    private static final Logger LOG = System.getLogger(IoBackends.class.getName());

    /** The classes behind each are loaded only when it is tried, and may be missing. */
    private record Candidate(Transport transport, Supplier<IoBackend> maker) {}

    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate(Transport.IO_URING, () -> new IoUringBackend()),
            new Candidate(Transport.EPOLL, () -> new EpollBackend()));

    private IoBackends() {}

    static IoBackend choose(Transport wanted) {
        if (wanted == Transport.NIO) {
            return new NioBackend();
        }
        for (Candidate candidate : CANDIDATES) {
            boolean named = candidate.transport == wanted;
            boolean reached =
                    named || candidate.transport == Transport.EPOLL; // it follows on io_uring, and is what AUTO means
            if (reached) {
                try {
                    return candidate.maker.get();
                } catch (LinkageError e) { // not there, not for this system, or not allowed
                    Level level = named ? Level.WARNING : Level.DEBUG;
                    LOG.log(level, candidate.transport + " is not available, " + e);
                }
            }
        }
        return new NioBackend();
    }
}
