package io.helve.bench.stream;

import java.nio.ByteBuffer;

/** The first eight bytes of a connection: what the server is to do, and the size of a message. */
record Hello(int kind, int size) {
    /** The server sends whole messages back. */
    static final int ECHO = 1;

    /** Bytes are counted. */
    static final int FLOW = 2;

    static final int BYTES = 8;
    static final int SINK_BUFFER = 64 << 10;

    Hello {
        if (kind != ECHO && kind != FLOW || size < 1 || size > 1 << 26) {
            throw new IllegalArgumentException("no such case: kind " + kind + ", size " + size);
        }
    }

    static Hello of(ByteBuffer bytes) {
        return new Hello(bytes.getInt(), bytes.getInt());
    }

    ByteBuffer bytes() {
        return ByteBuffer.allocate(BYTES).putInt(kind).putInt(size).flip();
    }

    /** How large a buffer the server receives into. */
    int receiveSize() {
        return kind == ECHO ? size : SINK_BUFFER;
    }
}
