package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import java.util.List;

/** The peer of a session: a connection, or the sender of datagrams. */
interface Peer extends PumpInput, PumpOutput, AutoCloseable {
    /** Starts to end our side. */
    void shutdown(Aio aio);

    /** {@return whether messages are moved, not bytes} */
    boolean isMessageOriented();

    /** {@return whether neither side can end without the other, as with WebSockets and datagrams} */
    boolean endsForBoth();

    /** {@return whether the peer is known before it has sent something} */
    boolean isKnown();

    /** {@return whether the next operation may succeed after one has failed with this error} */
    boolean isPassing(AioError error);

    /** {@return the connection in words, for the user} */
    List<String> describe();

    /** Closes the connection without waiting. */
    @Override
    void close();
}
