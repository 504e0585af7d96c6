package io.helve.itest.tenant;

import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.file.AioFiles;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;
import java.util.Collection;

/**
 * A bundle that uses the service, as the tests see it. What it does, it does with classes of its own and through its
 * own bundle context.
 */
public interface Tenant {
    /** Returns this bundle's factory, obtained anew. */
    AioFactory factory();

    /** Returns this bundle's files, obtained anew. */
    AioFiles files();

    /** Returns this bundle's streams, obtained anew. */
    StreamFactory streams();

    /** Returns this bundle's sockets, obtained anew. */
    SpSockets sockets();

    /**
     * Opens sockets of every kind, two of which speak with each other at that URL, and leaves them, with callbacks of
     * this bundle for their pipes and a pending operation on each.
     */
    void leaveSocketsOpen(String url) throws InterruptedException;

    /** Starts sleeps without end, each on a new handle that this bundle never closes; and leaves a file open. */
    void startPending(int operations);

    /**
     * Has code of this bundle run on threads of every kind, where it leaves objects of this bundle's classes in thread
     * locals (on workers) and in the fields of the threads.
     */
    void leaveTraces() throws Exception;

    /** Has this bundle's streams and sockets make a connection each, and leaves what they have made open. */
    void connect(String url) throws Exception;

    /**
     * Returns how the operations of {@link #startPending} and {@link #leaveSocketsOpen} ended, those that did: one
     * entry for each callback.
     */
    Collection<AioError> endings();

    /** Lets go of the services once for each time it was obtained. */
    void letGo();
}
