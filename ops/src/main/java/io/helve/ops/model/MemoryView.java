package io.helve.ops.model;

import io.helve.sp.SpStatistic;

/**
 * A budget of direct memory, as the tree of statistics shows it.
 *
 * @param node its node of the tree
 */
public record MemoryView(SpStatistic node) {
    /** {@return the name of the tenant, or {@code all tenants}} */
    public String tenant() {
        return node.child("name").map(SpStatistic::text).orElse("all tenants");
    }

    /** {@return the bytes in use} */
    public long used() {
        return NodeValues.number(node, "direct_used");
    }

    /** {@return the bytes that may be in use} */
    public long limit() {
        return NodeValues.number(node, "direct_limit");
    }

    /** {@return the number of requests that got nothing} */
    public long refused() {
        return NodeValues.number(node, "direct_refused");
    }
}
