package io.helve.sp.impl.stream;

import io.helve.internal.MemoryBudget;
import io.helve.internal.UnfinishedMessages;

/**
 * The heap that the pipes of one tenant use for what has arrived and cannot be delivered yet.
 *
 * @param unfinished the messages of which a part has arrived
 * @param parked the rest of large buffers that stalled readers have given back
 */
record TenantHeap(UnfinishedMessages unfinished, MemoryBudget parked) {
    /** What stalled readers park may take this part of the greatest heap. */
    private static final int PARKED_SHARE = 16;

    /** Creates the heap of a tenant, of whose pipes none has anything. */
    static TenantHeap of(MemoryBudget unfinishedOfAll) {
        return new TenantHeap(
                new UnfinishedMessages(unfinishedOfAll),
                new MemoryBudget(Runtime.getRuntime().maxMemory() / PARKED_SHARE));
    }
}
