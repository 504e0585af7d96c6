package io.helve.bench.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

/** A connection of the JDK's. */
final class JdkWire implements Wire, CompletionHandler<Integer, Void> {
    private final AsynchronousSocketChannel channel;
    private final Conversation conversation;

    JdkWire(AsynchronousSocketChannel channel, Conversation conversation) {
        this.channel = channel;
        this.conversation = conversation;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void begin() {
        conversation.begin(this);
    }

    @Override
    public void send(ByteBuffer buffer) {
        channel.write(buffer, null, this);
    }

    @Override
    public void receive(ByteBuffer buffer) {
        channel.read(buffer, null, this);
    }

    @Override
    public void completed(Integer count, Void none) {
        if (count < 0) {
            conversation.lost(new EOFException());
        } else {
            conversation.transferred(count);
        }
    }

    @Override
    public void failed(Throwable cause, Void none) {
        conversation.lost(cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
