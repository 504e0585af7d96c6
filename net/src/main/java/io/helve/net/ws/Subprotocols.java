package io.helve.net.ws;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** How the subprotocols that a peer names are shown: some clients put secrets there, having no other place. */
final class Subprotocols {
    /** Those of the Scalability Protocols, and what is too short for a token or a key, and begins as names do. */
    private static final Predicate<String> NAME = Pattern.compile(
                    "[a-z0-9]{1,16}\\.sp\\.nanomsg\\.org|[A-Za-z][A-Za-z0-9._-]{0,15}")
            .asMatchPredicate();

    private Subprotocols() {}

    /** {@return the names, and how many others there are} */
    static String shown(List<String> named) {
        List<String> names = named.stream().filter(NAME).toList();
        int others = named.size() - names.size();
        return others == 0 ? names.toString() : names + " and " + others + " not shown";
    }
}
