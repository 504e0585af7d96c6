package io.helve.sp.impl.core;

/** Counts messages and bytes. Guarded by the socket's lock. */
final class Traffic {
    long messagesIn;
    long bytesIn;
    long messagesOut;
    long bytesOut;

    /** Messages that the peer was too slow for. */
    long dropped;

    void sent(int bytes) {
        messagesOut++;
        bytesOut += bytes;
    }

    void received(int bytes) {
        messagesIn++;
        bytesIn += bytes;
    }

    void add(Traffic other) {
        messagesIn += other.messagesIn;
        bytesIn += other.bytesIn;
        messagesOut += other.messagesOut;
        bytesOut += other.bytesOut;
        dropped += other.dropped;
    }
}
