package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import java.util.List;

/** Whom a conversation is with: both ends of a connection, or a socket for datagrams. */
interface Peer extends PumpInput, PumpOutput, AutoCloseable {
    /** Starts to tell the peer that there is no more. */
    void shutdown(Aio aio);

    /** Whether messages are moved. */
    boolean isMessageOriented();

    /** Whether neither side can end without the other: so it is with WebSockets and datagrams. */
    boolean endsForBoth();

    /** Whether sending can begin before something has been received. */
    boolean isKnown();

    /** Whether an operation that ended so says nothing about the next one. */
    boolean isPassing(AioError error);

    /** The connection in words, one line each. */
    List<String> describe();

    /** Closes it without waiting. */
    @Override
    void close();
}
