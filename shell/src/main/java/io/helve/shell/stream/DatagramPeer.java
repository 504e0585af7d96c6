package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.DatagramEndpoint;
import java.nio.ByteBuffer;
import java.util.List;

/** The senders of datagrams to our socket. Our datagrams go to the sender of the last one received. */
final class DatagramPeer implements Peer {
    private final DatagramEndpoint endpoint;
    private volatile Object sender;

    DatagramPeer(DatagramEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void receive(Aio aio, ByteBuffer buffer) {
        aio.setIov();
        endpoint.receive(aio);
    }

    @Override
    public ByteBuffer content(Aio aio, ByteBuffer buffer) {
        sender = aio.getOutput(0);
        return (ByteBuffer) aio.getOutput(1);
    }

    @Override
    public boolean isEnd(Aio aio) {
        return false;
    }

    @Override
    public void send(Aio aio, ByteBuffer content) {
        aio.setIov(content);
        aio.setInput(0, sender);
        endpoint.send(aio);
    }

    /** Succeeds at once: without a connection there is no end to send. */
    @Override
    public void shutdown(Aio aio) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation != null) {
            operation.finish(AioError.OK, 0);
        }
    }

    @Override
    public boolean isMessageOriented() {
        return true;
    }

    @Override
    public boolean endsForBoth() {
        return false;
    }

    @Override
    public boolean isKnown() {
        return sender != null;
    }

    @Override
    public boolean isPassing(AioError error) {
        return error == AioError.ECONNREFUSED || error == AioError.EUNREACHABLE || error == AioError.EMSGSIZE;
    }

    @Override
    public List<String> describe() {
        return List.of();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
