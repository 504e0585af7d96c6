package io.helve.sp.impl.endpoint;

import io.helve.aio.AioFactory;
import io.helve.internal.MemoryBudget;
import io.helve.message.Messages;
import io.helve.sp.DropReason;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.pipe.PipeSource;
import io.helve.sp.provider.SpTransportPipe;

/** The socket, as its dialers and listeners see it. No method is called with a lock held. */
public interface EndpointHost {
    /** {@return the socket itself} */
    SpSocket socket();

    /** {@return the factory of the handles that dialers, listeners and their transports need} */
    AioFactory factory();

    /** {@return the factory of the messages that pipes deliver} */
    Messages messages();

    /** {@return the pipes of the tenant that are closed and still send} */
    LingeringPipes lingeringPipes();

    /** {@return the budget of direct memory for all tenants} */
    MemoryBudget allDirectMemory();

    /** {@return the tenant's budget of direct memory} */
    MemoryBudget directMemory();

    /** {@return the transports of the runtime} */
    Transports transports();

    /** {@return a copy of the values that new dialers and listeners inherit} */
    OptionSet endpointOptions();

    /**
     * Makes a pipe of a connection. The pipe is attached to the socket, unless a callback for pipe events or the
     * protocol rejects it; then {@link PipeSource#decided} is called.
     *
     * @param connection the connection
     * @param source the dialer or listener
     */
    void admit(SpTransportPipe connection, PipeSource source);

    /**
     * Counts a message that a transport has thrown away.
     *
     * @param reason why
     */
    void countDropped(DropReason reason);

    /** Counts a peer that was refused before there was a pipe. */
    void countRejected();

    /**
     * Forgets a dialer or listener that is closed, and closes its pipes.
     *
     * @param endpoint the dialer or listener
     */
    void forget(Endpoint endpoint);
}
