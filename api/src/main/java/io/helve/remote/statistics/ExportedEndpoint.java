package io.helve.remote.statistics;

import io.helve.aio.AioHistogram;
import io.helve.annotation.ThreadSafe;
import java.util.List;
import java.util.Optional;

/**
 * A service of this framework that other frameworks can call.
 *
 * @param id the id of the endpoint, as discovery tells other frameworks
 * @param tenant the bundle that has registered the service, as {@code name [id]}
 * @param interfaces the names of the exported interfaces; an unmodifiable list
 * @param addresses the URLs that other frameworks are told; an unmodifiable list
 * @param unbound the addresses at which the server does not listen, and should; empty if all is well. An unmodifiable
 *     list
 * @param calls calls that the service has ended, with a result or an exception
 * @param inProgress calls that the service has begun and not ended; an asynchronous method ends with its promise
 * @param refused calls that were not made because a guard did not allow them
 * @param busy calls that were not made because too many calls of the service were in progress
 * @param failed those of {@code calls} that have ended with an exception, or whose result could not be sent
 * @param latency the nanoseconds from the arrival of a call until its answer was ready, of all {@code calls}
 * @param lastError the last of these failures and refusals; empty if there was none
 */
@ThreadSafe
public record ExportedEndpoint(
        String id,
        String tenant,
        List<String> interfaces,
        List<String> addresses,
        List<String> unbound,
        long calls,
        int inProgress,
        long refused,
        long busy,
        long failed,
        AioHistogram latency,
        Optional<RemoteError> lastError) {
    /**
     * Copies the lists.
     *
     * @param id the id
     * @param tenant the bundle
     * @param interfaces the interfaces
     * @param addresses the URLs
     * @param unbound the addresses that are not bound
     * @param calls ended calls
     * @param inProgress calls in progress
     * @param refused refused calls
     * @param busy calls that found too many others
     * @param failed failed calls
     * @param latency the times
     * @param lastError the last failure
     */
    public ExportedEndpoint {
        interfaces = List.copyOf(interfaces);
        addresses = List.copyOf(addresses);
        unbound = List.copyOf(unbound);
    }
}
