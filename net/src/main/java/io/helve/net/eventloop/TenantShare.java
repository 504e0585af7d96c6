package io.helve.net.eventloop;

import io.helve.internal.MemoryBudget;
import io.helve.internal.UnfinishedMessages;
import io.helve.stream.StreamMemory;
import io.helve.stream.StreamSnapshot;
import java.util.function.Consumer;

/** The share of one tenant in the network: direct memory for small sends, accepted connections, and handshakes. */
public final class TenantShare {
    private final String tenant;
    private final TenantChunks chunks;
    private final AcceptedConnections accepted;
    private final RunningHandshakes handshakes;
    private final UnfinishedMessages unfinished;
    private final UnaskedData unasked;
    private final Runnable forget;

    TenantShare(
            String tenant,
            TenantChunks chunks,
            AcceptedConnections accepted,
            RunningHandshakes handshakes,
            UnfinishedMessages unfinished,
            UnaskedData unasked,
            Consumer<TenantShare> forget) {
        this.tenant = tenant;
        this.chunks = chunks;
        this.accepted = accepted;
        this.handshakes = handshakes;
        this.unfinished = unfinished;
        this.unasked = unasked;
        this.forget = () -> forget.accept(this);
    }

    /** {@return the memory for small sends} */
    public TenantChunks chunks() {
        return chunks;
    }

    /** {@return the messages of which a part has arrived} */
    public UnfinishedMessages unfinished() {
        return unfinished;
    }

    /** {@return the data that was read although nobody has asked for it} */
    public UnaskedData unasked() {
        return unasked;
    }

    AcceptedConnections accepted() {
        return accepted;
    }

    RunningHandshakes handshakes() {
        return handshakes;
    }

    /** Changes how many accepted connections and how many handshakes there may be. */
    void limit(long acceptedMax, long handshakesMax) {
        accepted.setMost(acceptedMax);
        handshakes.setMost(handshakesMax);
    }

    StreamSnapshot.Tenant snapshot() {
        return new StreamSnapshot.Tenant(tenant, memory(chunks.budget(), accepted, accepted.most()));
    }

    static StreamMemory memory(MemoryBudget direct, AcceptedConnections accepted, long acceptedMax) {
        return new StreamMemory(
                direct.used(),
                direct.limit(),
                direct.refused(),
                accepted.count(),
                acceptedMax,
                accepted.bytes(),
                accepted.mostBytes());
    }

    /** Forgets the tenant, which has gone. */
    public void close() {
        chunks.close();
        forget.run();
    }
}
