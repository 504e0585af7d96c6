package io.helve.ops.model;

import io.helve.aio.AioHistogram;
import io.helve.remote.statistics.ExportedEndpoint;
import io.helve.remote.statistics.ImportedEndpoint;
import io.helve.remote.statistics.RemoteError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An exported or imported service, as all views show it.
 *
 * @param side {@code exported} or {@code imported}
 * @param id the id of the endpoint
 * @param tenants the bundle of the exported service, or the bundles that use the imported one
 * @param interfaces the names of the interfaces
 * @param addresses where the service can be called
 * @param state {@code bound} or {@code unbound} if it is exported, else {@code idle}, {@code connecting} or
 *     {@code connected}
 * @param trouble the addresses that are not bound, or why the last attempt to connect has failed; empty if all is well
 * @param calls calls that have ended
 * @param inProgress calls in progress
 * @param refused calls that a guard has refused
 * @param busy calls that have found too many others
 * @param failed calls that have failed
 * @param timeouts calls without an answer in time
 * @param latency the times of calls, in nanoseconds
 * @param lastError the last failure of a call
 */
public record RemoteView(
        String side,
        String id,
        List<String> tenants,
        List<String> interfaces,
        List<String> addresses,
        String state,
        String trouble,
        long calls,
        int inProgress,
        long refused,
        long busy,
        long failed,
        long timeouts,
        AioHistogram latency,
        Optional<RemoteError> lastError) {
    /** The side of exported services. */
    public static final String EXPORTED = "exported";

    /** The side of imported services. */
    public static final String IMPORTED = "imported";

    static RemoteView of(ExportedEndpoint endpoint) {
        boolean isBound = endpoint.unbound().isEmpty();
        return new RemoteView(
                EXPORTED,
                endpoint.id(),
                List.of(endpoint.tenant()),
                endpoint.interfaces(),
                endpoint.addresses(),
                isBound ? "bound" : "unbound",
                isBound ? "" : "not bound: " + String.join(" ", endpoint.unbound()),
                endpoint.calls(),
                endpoint.inProgress(),
                endpoint.refused(),
                endpoint.busy(),
                endpoint.failed(),
                0,
                endpoint.latency(),
                endpoint.lastError());
    }

    static RemoteView of(ImportedEndpoint endpoint) {
        return new RemoteView(
                IMPORTED,
                endpoint.id(),
                endpoint.tenants(),
                endpoint.interfaces(),
                endpoint.addresses(),
                endpoint.connection().name().toLowerCase(Locale.ROOT),
                endpoint.connectionFailure(),
                endpoint.calls(),
                endpoint.inProgress(),
                0,
                0,
                endpoint.failed(),
                endpoint.timeouts(),
                endpoint.latency(),
                endpoint.lastError());
    }

    /** {@return the text of the last failure of a call, or an empty text} */
    public String lastErrorText() {
        return lastError.map(RemoteError::text).orElse("");
    }

    /** {@return when it was, in the form of ISO 8601, or an empty text} */
    public String lastErrorTime() {
        return lastError.map(error -> error.time().toString()).orElse("");
    }
}
