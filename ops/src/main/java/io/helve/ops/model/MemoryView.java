package io.helve.ops.model;

import io.helve.sp.SpStatistic;
import io.helve.stream.StreamMemory;

/**
 * A budget of direct memory.
 *
 * @param users what uses it: {@code pipes} or {@code streams}
 * @param tenant the name of the tenant, or {@value #ALL}
 * @param used the bytes in use
 * @param limit the bytes that may be in use
 * @param refused the number of requests that got nothing
 */
public record MemoryView(String users, String tenant, long used, long limit, long refused) {
    /** Stands for the name of a tenant in the budget of all tenants. */
    static final String ALL = "all tenants";

    /** {@return the budget of pipes that a node of the tree of statistics shows} */
    static MemoryView of(SpStatistic node) {
        return new MemoryView(
                "pipes",
                node.child("name").map(SpStatistic::text).orElse(ALL),
                NodeValues.number(node, "direct_used"),
                NodeValues.number(node, "direct_limit"),
                NodeValues.number(node, "direct_refused"));
    }

    /** {@return the budget of the small sends of streams} */
    static MemoryView of(String tenant, StreamMemory memory) {
        return new MemoryView("streams", tenant, memory.directUsed(), memory.directMax(), memory.directRefused());
    }

    /** {@return whether this is the budget of all tenants together} */
    public boolean isOfAllTenants() {
        return tenant.equals(ALL);
    }
}
