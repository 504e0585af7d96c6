package io.helve.sp;

import java.util.List;
import java.util.Optional;

/**
 * A node in the tree of statistics, with nng's names where nng has it: an immutable value. Mirrors {@code nng_stat}.
 *
 * @param name its name, such as {@code socket}, {@code rx_msgs}, {@code url}
 * @param description what it is, in a few words
 * @param kind what it holds
 * @param value a number, or 0; 1 for true
 * @param text a text, or empty
 * @param children what is below it, in order
 */
public record SpStatistic(
        String name, String description, Kind kind, long value, String text, List<SpStatistic> children) {
    /** What a node holds. */
    public enum Kind {
        /** Others. */
        SCOPE,
        /** A number that goes up and down. */
        LEVEL,
        /** A number of events, which only grows. */
        COUNTER,
        /** A number of bytes, which only grows. */
        BYTES,
        /** A text. */
        TEXT,
        /** True or false. */
        FLAG,
        /** The number of an object. */
        ID
    }

    /**
     * Keeps the list from changes.
     *
     * @param name its name
     * @param description what it is
     * @param kind what it holds
     * @param value a number
     * @param text a text
     * @param children what is below it
     */
    public SpStatistic {
        children = List.copyOf(children);
    }

    /**
     * Finds the first node with that name directly below this one.
     *
     * @param childName the name
     * @return the node, if there is one
     */
    public Optional<SpStatistic> child(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).findFirst();
    }
}
