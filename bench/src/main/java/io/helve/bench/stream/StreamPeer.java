package io.helve.bench.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** A peer in the comparison of streams: Helve, or another library that moves bytes on a JVM. */
interface StreamPeer extends AutoCloseable {
    static StreamPeer of(String title) throws Exception {
        return switch (title) {
            case "helve" -> new HelvePeer(false);
            case "helve-inline" -> new HelvePeer(true);
            case "netty" -> new NettyPeer();
            case "jdk" -> new JdkPeer();
            default -> throw new IllegalArgumentException("no such peer: " + title);
        };
    }

    /** As many threads for I/O as Helve has by default. */
    static int threads() {
        return Math.min(4, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns a buffer of a user's: small ones come from the heap, large ones are direct, as somebody would do it who
     * wants speed.
     */
    static ByteBuffer buffer(int size) {
        return size < 4096 ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
    }

    /** What carries connections. */
    String transport();

    /** Returns whether this peer has the URL's scheme. */
    default boolean knows(String url) {
        return true;
    }

    /**
     * Serves at a URL until this is closed.
     *
     * @return the URL to connect to
     */
    String listen(String url, LongAdder received) throws Exception;

    /** Connects a client that sends a message each time the one before has come back. */
    Connection echo(String url, int size, Trips trips) throws Exception;

    /** Connects a client that sends each message as soon as the one before it was taken. */
    Connection flow(String url, int size, Flow flow) throws Exception;

    @Override
    void close();

    /** A client's connection. */
    interface Connection extends AutoCloseable {
        /**
         * Begins to send; after all connections of a case are open, which would take long beside those that send
         * already.
         */
        void begin();

        @Override
        void close();
    }
}
