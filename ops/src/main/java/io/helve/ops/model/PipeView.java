package io.helve.ops.model;

import io.helve.sp.SpStatistic;

/**
 * A pipe of a socket, as the tree of statistics shows it.
 *
 * @param socket its socket
 * @param node its node of the tree
 */
public record PipeView(SocketView socket, SpStatistic node) {
    /** {@return its id} */
    public long id() {
        return NodeValues.number(node, "id");
    }

    /** {@return the URL of the dialer or listener that has made it} */
    public String url() {
        return NodeValues.text(node, "url");
    }

    /** {@return the id of the dialer or listener that has made it, such as {@code dialer/4}} */
    public String source() {
        boolean dialed = node.child("dialer").isPresent();
        return dialed
                ? "dialer/" + NodeValues.number(node, "dialer")
                : "listener/" + NodeValues.number(node, "listener");
    }

    /**
     * Returns a number of its node.
     *
     * @param name the name in the tree of statistics, such as {@code tx_msgs}
     * @return the number, 0 if there is none
     */
    public long number(String name) {
        return NodeValues.number(node, name);
    }
}
