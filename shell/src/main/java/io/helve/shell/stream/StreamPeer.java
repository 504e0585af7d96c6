package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.stream.Stream;
import java.nio.ByteBuffer;
import java.util.List;

/** The peer of a stream. */
final class StreamPeer implements Peer {
    private final Stream stream;

    StreamPeer(Stream stream) {
        this.stream = stream;
    }

    @Override
    public void receive(Aio aio, ByteBuffer buffer) {
        if (stream.isMessageOriented()) {
            aio.setIov();
        } else {
            aio.setIov(buffer);
        }
        stream.receive(aio);
    }

    @Override
    public ByteBuffer content(Aio aio, ByteBuffer buffer) {
        return stream.isMessageOriented() ? (ByteBuffer) aio.getOutput(0) : buffer.flip();
    }

    @Override
    public boolean isEnd(Aio aio) {
        return PumpInput.isShutdown(aio);
    }

    @Override
    public void send(Aio aio, ByteBuffer content) {
        aio.setIov(content);
        stream.send(aio);
    }

    @Override
    public void shutdown(Aio aio) {
        stream.shutdown(aio);
    }

    @Override
    public boolean isMessageOriented() {
        return stream.isMessageOriented();
    }

    @Override
    public boolean endsForBoth() {
        return stream.isMessageOriented();
    }

    @Override
    public boolean isKnown() {
        return true;
    }

    @Override
    public boolean isPassing(AioError error) {
        return false;
    }

    @Override
    public List<String> describe() {
        return ConnectionText.of(stream);
    }

    @Override
    public void close() {
        stream.close();
    }
}
