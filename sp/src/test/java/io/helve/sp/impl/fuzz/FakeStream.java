package io.helve.sp.impl.fuzz;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.MessageFraming;
import io.helve.stream.Stream;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A connection whose peer is the test: what the peer says is received in the pieces in which it was said. */
final class FakeStream implements Stream, AioCanceller {
    private final MessageFraming framing;
    private final boolean messages;

    /** What the peer has said, and nobody has received. */
    private final ArrayDeque<ByteBuffer> said = new ArrayDeque<>();

    /** What was sent to the peer, send by send. */
    final List<byte[]> sent = new ArrayList<>();

    /** Whether the peer reads; if not, sends wait. */
    boolean reading = true;

    boolean closed;

    /** What closing throws at its end, if not null. */
    RuntimeException whenClosed;

    /** How the peer has ended, if it has. */
    private AioError ended;

    private AioOperation receiving;
    private AioOperation sending;

    FakeStream(MessageFraming framing) {
        this.framing = framing;
        this.messages = framing == MessageFraming.MESSAGES;
    }

    // ---- the peer

    /** Says a piece: what one receive gets at most, or a message. */
    void say(byte[] piece, int offset, int length) {
        said.add(ByteBuffer.wrap(piece, offset, length).slice());
        serve();
    }

    void end(AioError how) {
        ended = how;
        serve();
    }

    void read() {
        reading = true;
        if (sending != null) {
            AioOperation operation = sending;
            sending = null;
            operation.finish(AioError.OK, transfer(operation));
        }
    }

    // ---- the socket

    private void serve() {
        AioOperation operation = receiving;
        if (operation == null) {
            return;
        }
        if (said.isEmpty()) {
            if (ended != null) {
                receiving = null;
                operation.finish(ended, 0);
            }
            return;
        }
        receiving = null;
        ByteBuffer piece = said.peek();
        long count = 0;
        for (ByteBuffer buffer : operation.iov()) {
            while (buffer.hasRemaining() && piece.hasRemaining()) {
                buffer.put(piece.get());
                count++;
            }
        }
        boolean whole = !piece.hasRemaining();
        if (whole) {
            said.poll();
        }
        if (messages) {
            operation.setOutput(1, whole);
        }
        operation.finish(AioError.OK, count);
    }

    private long transfer(AioOperation operation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer buffer : operation.iov()) {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }
        sent.add(bytes.toByteArray());
        return bytes.size();
    }

    @Override
    public void send(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        if (closed) {
            operation.finish(AioError.ECLOSED, 0);
        } else if (reading) {
            operation.finish(AioError.OK, transfer(operation));
        } else {
            sending = operation;
        }
    }

    @Override
    public void receive(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        if (closed) {
            operation.finish(AioError.ECLOSED, 0);
        } else {
            receiving = operation;
            serve();
        }
    }

    @Override
    public void shutdown(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation != null) {
            operation.finish(closed ? AioError.ECLOSED : AioError.OK, 0);
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        if (operation.equals(receiving)) {
            receiving = null;
            operation.finish(reason, 0);
        } else if (operation.equals(sending)) {
            sending = null;
            operation.finish(reason, 0);
        }
    }

    @Override
    public void close() {
        closed = true;
        said.clear();
        if (receiving != null) {
            cancel(receiving, AioError.ECLOSED);
        }
        if (sending != null) {
            cancel(sending, AioError.ECLOSED);
        }
        if (whenClosed != null) {
            throw whenClosed;
        }
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    public boolean isMessageOriented() {
        return messages;
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        return property == StreamProperty.MESSAGE_FRAMING ? property.type().cast(framing) : null;
    }

    @Override
    public <T> void set(StreamOption<T> option, T value) {
        throw new AioException(AioError.ENOTSUP, "no option " + option);
    }
}
