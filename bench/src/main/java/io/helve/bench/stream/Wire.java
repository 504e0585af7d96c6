package io.helve.bench.stream;

import java.nio.ByteBuffer;

/** A connection on which one operation at a time is started and ends in a callback: Helve's and the JDK's. */
interface Wire extends StreamPeer.Connection {
    void send(ByteBuffer buffer);

    void receive(ByteBuffer buffer);
}
