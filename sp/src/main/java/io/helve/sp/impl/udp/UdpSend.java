package io.helve.sp.impl.udp;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpOutgoingMessage;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** One datagram on its way to the provider, and the memory for it; used again and again. */
final class UdpSend {
    private static final int USUAL = 2048;

    private final RepeatingOperation operation;
    private ByteBuffer buffer = ByteBuffer.allocate(USUAL);

    /**
     * Creates an idle object.
     *
     * @param factory makes the handle
     * @param ended called when a send has ended, unless it has ended at once
     * @throws io.helve.aio.AioException {@code ENOMEM}, {@code ESTOPPED}
     */
    UdpSend(AioFactory factory, Consumer<UdpSend> ended) {
        operation = new RepeatingOperation(factory, () -> ended.accept(this));
    }

    RepeatingOperation operation() {
        return operation;
    }

    /** {@return whether the send is in progress; if not, the send has ended} */
    boolean start(DatagramPort port, SocketAddress peer, UdpHeader header) {
        buffer.clear();
        header.write(buffer);
        return start(port, peer);
    }

    /** Sends a message, which is disposed of. {@return whether the send is in progress; if not, the send has ended} */
    boolean start(DatagramPort port, SocketAddress peer, int protocol, SpOutgoingMessage message) {
        int length = message.wireLength();
        if (buffer.capacity() < UdpHeader.LENGTH + length) {
            buffer = ByteBuffer.allocate(UdpHeader.LENGTH + length);
        }
        buffer.clear();
        UdpHeader.write(buffer, UdpHeader.Kind.DATA, protocol, length, 0);
        message.copyWire(0, buffer);
        message.dispose();
        return start(port, peer);
    }

    /** Waits until all datagrams are out. {@return whether the wait is in progress; if not, the wait has ended} */
    boolean flush(DatagramPort port) {
        operation.aio().skipCallback();
        operation.start(port::flush);
        return !operation.skipped();
    }

    private boolean start(DatagramPort port, SocketAddress peer) {
        Aio aio = operation.aio();
        aio.setIov(buffer.flip());
        aio.skipCallback();
        operation.start(started -> port.send(started, peer));
        return !operation.skipped();
    }
}
