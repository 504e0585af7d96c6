package io.helve.ops.jmx;

import io.helve.stream.StreamSnapshot;
import java.util.function.Supplier;

/** The byte streams: each getter reads a recent snapshot. */
final class StreamsBean extends Notifier implements StreamsMXBean {
    private final Supplier<StreamSnapshot> streams;

    StreamsBean(Supplier<StreamSnapshot> streams) {
        super(StreamsMXBean.class, HANDSHAKE_FAILED);
        this.streams = streams;
        compare();
    }

    @Override
    void look() {
        compare();
    }

    private void compare() {
        notifyIfGrown(HANDSHAKE_FAILED, streams.get().acceptFailures(), "accepted connections have failed");
    }

    @Override
    public String getTransport() {
        return streams.get().transport();
    }

    @Override
    public int getThreads() {
        return streams.get().threads();
    }

    @Override
    public int getStreams() {
        return streams.get().streams();
    }

    @Override
    public int getConnectionsMax() {
        return streams.get().config().connectionsMax();
    }

    @Override
    public int getDialers() {
        return streams.get().dialers();
    }

    @Override
    public int getListeners() {
        return streams.get().listeners();
    }

    @Override
    public long getDialed() {
        return streams.get().dialed();
    }

    @Override
    public long getAccepted() {
        return streams.get().accepted();
    }

    @Override
    public long getDialFailures() {
        return streams.get().dialFailures();
    }

    @Override
    public long getAcceptFailures() {
        return streams.get().acceptFailures();
    }

    @Override
    public long getBytesSent() {
        return streams.get().bytesSent();
    }

    @Override
    public long getBytesReceived() {
        return streams.get().bytesReceived();
    }

    @Override
    public long getDirectMemoryUsed() {
        return streams.get().memory().directUsed();
    }

    @Override
    public long getDirectMemoryMax() {
        return streams.get().memory().directMax();
    }

    @Override
    public long getDirectMemoryRefused() {
        return streams.get().memory().directRefused();
    }

    @Override
    public long getHeapKept() {
        return streams.get().heapKept();
    }

    @Override
    public long getHeapKeptMax() {
        return streams.get().heapKeptMax();
    }

    @Override
    public long getAcceptedOpen() {
        return streams.get().memory().accepted();
    }
}
