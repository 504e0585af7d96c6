package io.helve.impl;

import io.helve.message.Message;
import java.nio.ByteBuffer;

/** A message of which only the identity matters. */
public final class TestMessage implements Message {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    @Override
    public ByteBuffer header() {
        return EMPTY;
    }

    @Override
    public ByteBuffer body() {
        return EMPTY;
    }
}
