package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** A socket for datagrams within this process; a port is its name. */
final class FakeDatagrams implements DatagramEndpoint {
    private record Datagram(SocketAddress from, ByteBuffer content) {}

    private final FakeNetwork network;
    private final StreamUrl url;
    private final FakeQueue receivers = new FakeQueue(this::arrived);
    private final Deque<Datagram> inbox = new ArrayDeque<>();
    private InetSocketAddress address;

    FakeDatagrams(FakeNetwork network, StreamUrl url) {
        this.network = network;
        this.url = url;
    }

    @Override
    public StreamUrl url() {
        return url;
    }

    @Override
    public void bind() {
        synchronized (network) {
            int port = url.port() != 0 ? url.port() : 1000 + network.bound.size();
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            network.bound.put(port, this);
            network.open.add(this);
        }
    }

    @Override
    public SocketAddress localAddress() {
        return address;
    }

    @Override
    public void send(Aio aio) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation == null) {
            return;
        }
        ByteBuffer content = FakeStream.copy(operation.iov());
        FakeDatagrams to;
        synchronized (network) {
            to = operation.getInput(0) instanceof InetSocketAddress there ? network.bound.get(there.getPort()) : null;
            if (to != null) {
                to.inbox.add(new Datagram(address, content));
            }
        }
        operation.finish(to == null ? AioError.ECONNREFUSED : AioError.OK, to == null ? 0 : content.remaining());
        if (to != null) {
            to.receivers.serve();
        }
    }

    @Override
    public void receive(Aio aio) {
        receivers.start(aio);
    }

    private FakeQueue.Result arrived(AioOperation operation) {
        synchronized (network) {
            Datagram first = inbox.poll();
            if (first == null) {
                return null;
            }
            operation.setOutput(0, first.from());
            operation.setOutput(1, first.content());
            return new FakeQueue.Result(AioError.OK, first.content().remaining());
        }
    }

    @Override
    public void join(InetAddress group, NetworkInterface through) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void leave(InetAddress group, NetworkInterface through) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> DatagramEndpoint set(StreamOption<T> option, T value) {
        return this;
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        return option.defaultValue();
    }

    @Override
    public void close() {
        synchronized (network) {
            network.open.remove(this);
            if (address != null) {
                network.bound.remove(address.getPort(), this);
            }
        }
        receivers.close(AioError.ECLOSED);
    }

    @Override
    public void stop() {
        close();
    }
}
