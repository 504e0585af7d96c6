package io.helve.net.ws;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Shows the subprotocols that a peer names, without secrets: some clients send a token as a subprotocol, because
 * browsers let them set no other header.
 */
final class Subprotocols {
    /**
     * Names that are shown: those of the Scalability Protocols, and others that begin with a letter and are too short
     * for a token or a key.
     */
    private static final Predicate<String> NAME = Pattern.compile(
                    "[a-z0-9]{1,16}\\.sp\\.nanomsg\\.org|[A-Za-z][A-Za-z0-9._-]{0,15}")
            .asMatchPredicate();

    private Subprotocols() {}

    /** {@return the names that are shown, and the number of the others} */
    static String shown(List<String> named) {
        List<String> names = named.stream().filter(NAME).toList();
        int others = named.size() - names.size();
        return others == 0 ? names.toString() : names + " and " + others + " not shown";
    }
}
