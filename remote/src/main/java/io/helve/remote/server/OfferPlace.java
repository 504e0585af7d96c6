package io.helve.remote.server;

import io.helve.stream.StreamUrl;
import java.util.List;
import java.util.stream.Collectors;

/**
 * At which server a service is offered. Services with equal places share a server.
 *
 * @param kind who decides the addresses
 * @param urls the addresses; empty if the settings decide them
 */
public record OfferPlace(Kind kind, List<StreamUrl> urls) {
    /** The server without TLS whose addresses the settings decide. */
    public static final OfferPlace COMMON = new OfferPlace(Kind.COMMON, List.of());

    /** The server with TLS whose address the settings decide. */
    public static final OfferPlace ENCRYPTED = new OfferPlace(Kind.ENCRYPTED, List.of());

    /** Who decides the addresses. */
    public enum Kind {
        /** The settings, without TLS. */
        COMMON,
        /** The settings, with TLS. */
        ENCRYPTED,
        /** The service. */
        OWN
    }

    /** {@return the server at addresses that a service names} */
    public static OfferPlace own(List<StreamUrl> urls) {
        return new OfferPlace(Kind.OWN, List.copyOf(urls));
    }

    /** {@return the sets of addresses for the server; it tries one set after the other} */
    List<List<StreamUrl>> addresses(BindSettings bind) {
        return switch (kind) {
            case COMMON -> bind.plain();
            case ENCRYPTED -> bind.encrypted();
            case OWN -> List.of(urls);
        };
    }

    @Override
    public String toString() {
        return kind + urls.stream().map(StreamUrl::toString).collect(Collectors.joining(" ", " ", ""));
    }
}
