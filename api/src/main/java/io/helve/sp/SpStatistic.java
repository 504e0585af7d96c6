package io.helve.sp;

import io.helve.annotation.ThreadSafe;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A node in the tree of statistics, with nng's name where nng has the node: an immutable value. Mirrors
 * {@code nng_stat}.
 *
 * @param name the name of the node, such as {@code socket}, {@code rx_msgs}, {@code url}
 * @param description describes the node in a few words
 * @param kind the kind of value that the node holds
 * @param unit what the number counts
 * @param value the number, 1 for true; 0 if the node holds none
 * @param text the text, empty if the node holds none
 * @param time when the node was read; all nodes of a socket, a dialer, a listener or a pipe that belong together have
 *     the same time
 * @param children the nodes below this one, in order; an unmodifiable list
 */
@ThreadSafe
public record SpStatistic(
        String name,
        String description,
        Kind kind,
        Unit unit,
        long value,
        String text,
        Instant time,
        List<SpStatistic> children) {
    /** The kind of value that a node holds. */
    public enum Kind {
        /** No value, but children. */
        SCOPE,
        /** A number that rises and falls. */
        LEVEL,
        /** A number that only grows. */
        COUNTER,
        /** A text. */
        TEXT,
        /** True or false. */
        FLAG,
        /** The number of an object. */
        ID
    }

    /** What the number of a node counts. */
    public enum Unit {
        /** Nothing that has a name: the node holds no number, or the number of an object. */
        NONE,
        /** Bytes. */
        BYTES,
        /** Messages. */
        MESSAGES,
        /** Milliseconds; for a moment, since 1970-01-01T00:00Z. */
        MILLISECONDS,
        /** Events, or things that are there. */
        EVENTS
    }

    /**
     * Copies the list of children.
     *
     * @param name the name of the node
     * @param description describes the node
     * @param kind the kind of value
     * @param unit what the number counts
     * @param value the number
     * @param text the text
     * @param time when the node was read
     * @param children the nodes below this one
     */
    public SpStatistic {
        children = List.copyOf(children);
    }

    /**
     * Finds the first child with a name.
     *
     * @param childName the name
     * @return the node, or empty if no child has the name
     */
    public Optional<SpStatistic> child(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).findFirst();
    }
}
