package io.helve.net.transport;

import io.helve.stream.StreamConfig.Transport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;

/** Chooses what carries connections, from what is wanted and what is there. */
final class Carriers {
    private static final Logger LOG = System.getLogger(Carriers.class.getName());

    /** The classes behind each are loaded only when it is tried, and may be missing. */
    private record Candidate(Transport transport, Supplier<Carrier> maker) {}

    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate(Transport.IO_URING, () -> new IoUringCarrier()),
            new Candidate(Transport.EPOLL, () -> new EpollCarrier()));

    private Carriers() {}

    static Carrier choose(Transport wanted) {
        if (wanted == Transport.NIO) {
            return new NioCarrier();
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
        return new NioCarrier();
    }
}
