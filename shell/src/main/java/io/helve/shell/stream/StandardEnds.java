package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.shell.stdio.StandardStreams;
import io.helve.shell.stdio.StreamSink;
import io.helve.shell.stdio.StreamSource;
import java.nio.ByteBuffer;

/** Our side of all sessions of one command: standard input and standard output. */
final class StandardEnds implements PumpInput, PumpOutput, AutoCloseable {
    private static final byte[] LINE_END = {'\n'};

    private final boolean lines;
    private final StreamSource source;
    private final StreamSink sink;

    /**
     * Creates the ends. With {@link StreamSource.Unit#LINE} each line of the input is a message, and each message is a
     * line of the output.
     */
    StandardEnds(StandardStreams streams, StreamSource.Unit unit) {
        lines = unit == StreamSource.Unit.LINE;
        source = new StreamSource(streams.in(), unit);
        sink = new StreamSink(streams.out());
    }

    @Override
    public void receive(Aio aio, ByteBuffer buffer) {
        aio.setIov(buffer);
        source.read(aio);
    }

    @Override
    public ByteBuffer content(Aio aio, ByteBuffer buffer) {
        return buffer.flip();
    }

    @Override
    public boolean isEnd(Aio aio) {
        return aio.result() == AioError.OK && aio.count() < 0;
    }

    @Override
    public void send(Aio aio, ByteBuffer content) {
        if (lines) {
            aio.setIov(content, ByteBuffer.wrap(LINE_END));
        } else {
            aio.setIov(content);
        }
        sink.write(aio);
    }

    @Override
    public void close() {
        source.close();
        sink.close();
    }
}
