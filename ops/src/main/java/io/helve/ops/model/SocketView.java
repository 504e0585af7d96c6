package io.helve.ops.model;

import io.helve.sp.SpStatistic;
import java.util.List;

/**
 * A socket, as the tree of statistics shows it.
 *
 * @param node its node of the tree
 */
public record SocketView(SpStatistic node) {
    /** {@return its id} */
    public long id() {
        return NodeValues.number(node, "id");
    }

    /** {@return its name} */
    public String name() {
        return NodeValues.text(node, "name");
    }

    /** {@return the name of its tenant} */
    public String tenant() {
        return NodeValues.text(node, "tenant");
    }

    /** {@return the name of its protocol} */
    public String protocol() {
        return NodeValues.text(node, "protocol");
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

    /** {@return its dialers and listeners} */
    public List<EndpointView> endpoints() {
        return node.children().stream()
                .filter(each -> each.name().equals("dialer") || each.name().equals("listener"))
                .map(each -> new EndpointView(this, each))
                .toList();
    }

    /** {@return its pipes} */
    public List<PipeView> pipes() {
        return node.children().stream()
                .filter(each -> each.name().equals("pipe"))
                .map(each -> new PipeView(this, each))
                .toList();
    }
}
