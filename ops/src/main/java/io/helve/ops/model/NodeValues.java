package io.helve.ops.model;

import io.helve.sp.SpStatistic;

/** Values of nodes in the tree of statistics. A later version of Helve may lack a node: then the value is empty. */
final class NodeValues {
    private NodeValues() {}

    static long number(SpStatistic node, String name) {
        return node.child(name).map(SpStatistic::value).orElse(0L);
    }

    static String text(SpStatistic node, String name) {
        return node.child(name).map(SpStatistic::text).orElse("");
    }
}
