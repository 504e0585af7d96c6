package io.helve.ops.jmx;

import io.helve.ops.model.Observed;
import io.helve.ops.model.SocketView;
import java.util.function.Supplier;

/** A socket: each getter reads a recent snapshot. */
record SocketBean(Supplier<SocketView> socket, Observed observed) implements View, SocketMXBean {
    @Override
    public long getId() {
        return socket.get().id();
    }

    @Override
    public String getName() {
        return socket.get().name();
    }

    @Override
    public String getProtocol() {
        return socket.get().protocol();
    }

    @Override
    public String getTenant() {
        return socket.get().tenant();
    }

    @Override
    public long getPipes() {
        return socket.get().number("pipes");
    }

    @Override
    public long getContexts() {
        return socket.get().number("contexts");
    }

    @Override
    public long getSentMessages() {
        return socket.get().number("tx_msgs");
    }

    @Override
    public long getReceivedMessages() {
        return socket.get().number("rx_msgs");
    }

    @Override
    public long getSentBytes() {
        return socket.get().number("tx_bytes");
    }

    @Override
    public long getReceivedBytes() {
        return socket.get().number("rx_bytes");
    }

    @Override
    public long getSentDrops() {
        return socket.get().number("tx_drop");
    }

    @Override
    public long getReceivedDrops() {
        return socket.get().number("rx_drop");
    }

    @Override
    public long getRejectedPipes() {
        return socket.get().number("reject");
    }

    @Override
    public long getQueuedBytes() {
        return socket.get().number("queue_bytes");
    }

    @Override
    public void close() {
        observed.close("socket/" + getId());
    }
}
