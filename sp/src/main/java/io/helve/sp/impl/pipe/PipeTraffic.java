package io.helve.sp.impl.pipe;

/** Counts messages and bytes. Guarded by the socket's lock. */
public final class PipeTraffic {
    public long messagesIn;
    public long bytesIn;
    public long messagesOut;
    public long bytesOut;

    /** Messages that were dropped because the peer was too slow. */
    public long dropped;

    void sent(int bytes) {
        messagesOut++;
        bytesOut += bytes;
    }

    void received(int bytes) {
        messagesIn++;
        bytesIn += bytes;
    }

    public void add(PipeTraffic other) {
        messagesIn += other.messagesIn;
        bytesIn += other.bytesIn;
        messagesOut += other.messagesOut;
        bytesOut += other.bytesOut;
        dropped += other.dropped;
    }
}
