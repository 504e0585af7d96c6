package io.helve.ops.model;

import io.helve.sp.SpStatistic;
import java.util.stream.Stream;

/**
 * A dialer or listener of a socket, as the tree of statistics shows it.
 *
 * @param socket its socket
 * @param node its node of the tree
 */
public record EndpointView(SocketView socket, SpStatistic node) {
    /** {@return {@code dialer} or {@code listener}} */
    public String kind() {
        return node.name();
    }

    /** {@return its id} */
    public long id() {
        return NodeValues.number(node, "id");
    }

    /** {@return its URL} */
    public String url() {
        return NodeValues.text(node, "url");
    }

    /** {@return the state of the dialer or listener, such as {@code connected}} */
    public String state() {
        return NodeValues.text(node, "state");
    }

    /** {@return how an attempt or a pipe has failed last, or an empty text} */
    public String lastFailure() {
        return NodeValues.text(node, "last_error");
    }

    /** {@return the number of connections that this dialer or listener has made} */
    public long made() {
        return NodeValues.number(node, kind().equals("dialer") ? "connect" : "accept");
    }

    /** {@return the number of attempts and pipes that have failed} */
    public long failures() {
        return Stream.of("refused", "disconnect", "canceled", "other", "timeout", "proto", "auth", "oom")
                .mapToLong(name -> NodeValues.number(node, name))
                .sum();
    }

    /**
     * Returns a number of its node.
     *
     * @param name the name in the tree of statistics, such as {@code pipes}
     * @return the number, 0 if there is none
     */
    public long number(String name) {
        return NodeValues.number(node, name);
    }
}
