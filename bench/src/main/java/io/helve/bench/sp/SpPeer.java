package io.helve.bench.sp;

/** A peer in the comparison of sockets: Helve's, or JeroMQ's. */
interface SpPeer extends AutoCloseable {
    static SpPeer of(String title) {
        return switch (title) {
            case "helve" -> new HelvePeer(HelvePeer.Style.POOL);
            case "helve-inline" -> new HelvePeer(HelvePeer.Style.INLINE);
            case "helve-workers" -> new HelvePeer(HelvePeer.Style.POOL).polledByWorkers();
            case "helve-blocking" -> new HelvePeer(HelvePeer.Style.BLOCKING);
            case "jeromq" -> new JeroPeer();
            default -> throw new IllegalArgumentException("no such peer: " + title);
        };
    }

    /** Opens a side, which is then connected or listening. */
    Side open(Role role, Work work) throws Exception;

    /** Makes messages as a sender does, and releases each message as a receiver does. */
    void make(int size, int count);

    @Override
    void close();
}
