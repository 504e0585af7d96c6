package io.helve.shell.cat;

import java.util.List;

/**
 * Reads options by the rules of nng's programs (nni_opts), which are not those of getopt. A long option may be
 * abbreviated as long as the abbreviation is unambiguous; its value follows {@code =} or {@code :} or is the next
 * argument. The value of a short option follows at once or is the next argument; short options are not clustered. The
 * first argument that is no option ends the options, and all later arguments are ignored.
 */
final class NngOptionParser {
    private final List<String> arguments;
    private int next;
    private String value;

    NngOptionParser(List<String> arguments) {
        this.arguments = arguments;
    }

    /** Reads the next option; returns null at the end of the options. */
    CatOption next() throws CatException {
        if (next == arguments.size()) {
            return null;
        }
        String argument = arguments.get(next);
        if (!argument.startsWith("-") || argument.length() == 1) {
            return null;
        }
        boolean isLong = argument.startsWith("--");
        int end = isLong ? endOfName(argument) : 2;
        CatOption option = isLong ? byName(argument, argument.substring(2, end)) : byLetter(argument);
        next++;
        if (option.parameter() == null) {
            if (end < argument.length()) {
                throw invalid(argument);
            }
            value = null;
        } else if (end < argument.length()) {
            value = argument.substring(isLong ? end + 1 : end);
        } else if (next < arguments.size()) {
            value = arguments.get(next++);
        } else {
            throw new CatException("Option " + argument + " requires argument.");
        }
        return option;
    }

    /** {@return the value of the option that was read last, or null if it has none} */
    String value() {
        return value;
    }

    private static int endOfName(String argument) {
        for (int i = 2; i < argument.length(); i++) {
            if (argument.charAt(i) == '=' || argument.charAt(i) == ':') {
                return i;
            }
        }
        return argument.length();
    }

    private static CatOption byName(String argument, String name) throws CatException {
        CatOption found = null;
        boolean ambiguous = false;
        for (CatOption option : CatOption.values()) {
            if (option.names().contains(name)) {
                return option;
            }
            if (option.names().stream().anyMatch(full -> full.startsWith(name))) {
                ambiguous |= found != null;
                found = option;
            }
        }
        if (ambiguous) {
            throw new CatException("Option " + argument + " is ambiguous (specify in full).");
        }
        if (found == null) {
            throw invalid(argument);
        }
        return found;
    }

    private static CatOption byLetter(String argument) throws CatException {
        for (CatOption option : CatOption.values()) {
            if (option.letter() == argument.charAt(1)) {
                return option;
            }
        }
        throw invalid(argument);
    }

    private static CatException invalid(String argument) {
        return new CatException("Option " + argument + " is invalid.");
    }
}
