package io.helve.remote.statistics;

import io.helve.aio.AioHistogram;
import io.helve.annotation.ThreadSafe;
import java.util.List;
import java.util.Optional;

/**
 * A service of another framework that bundles of this framework can call. All imported services of one server share its
 * connection.
 *
 * @param id the id of the endpoint, as discovery has told it
 * @param tenants the bundles that use the service now, as {@code name [id]}; an unmodifiable list
 * @param interfaces the names of the interfaces; an unmodifiable list
 * @param addresses the URLs of the server that calls may use, in the order in which they are tried; an unmodifiable
 *     list
 * @param connection the state of the connection to the server
 * @param connectionFailure why the last attempt to connect has failed; an empty text while there is a connection, or
 *     before an attempt has failed
 * @param calls calls that have ended
 * @param inProgress calls that wait for their answers
 * @param failed those of {@code calls} that have ended with an exception: of the service, or because of the way
 * @param timeouts those of {@code failed} that got no answer in time
 * @param latency the nanoseconds that the caller has waited for a result, of the {@code calls} that have not failed
 * @param lastError how the last call that failed has ended; empty if there was none
 */
@ThreadSafe
public record ImportedEndpoint(
        String id,
        List<String> tenants,
        List<String> interfaces,
        List<String> addresses,
        Connection connection,
        String connectionFailure,
        long calls,
        int inProgress,
        long failed,
        long timeouts,
        AioHistogram latency,
        Optional<RemoteError> lastError) {
    /** The state of the connection to a server. */
    public enum Connection {
        /** There is no connection, since no call needs one: the next call makes it. */
        IDLE,
        /** There is no connection, and the client tries to make one. */
        CONNECTING,
        /** There is a connection. */
        CONNECTED
    }

    /**
     * Copies the lists.
     *
     * @param id the id
     * @param tenants the bundles
     * @param interfaces the interfaces
     * @param addresses the URLs
     * @param connection the state
     * @param connectionFailure why there is no connection
     * @param calls ended calls
     * @param inProgress calls in progress
     * @param failed failed calls
     * @param timeouts calls without an answer in time
     * @param latency the times
     * @param lastError the last failure
     */
    public ImportedEndpoint {
        tenants = List.copyOf(tenants);
        interfaces = List.copyOf(interfaces);
        addresses = List.copyOf(addresses);
    }
}
