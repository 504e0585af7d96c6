package io.helve.sp.impl.udp;

import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.provider.SpTransportHost;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Receives the datagrams of a port, one after the other. The thread that ends a receive hands the datagram to the link
 * and starts the next receive, so only one thread at a time is the receiver and touches the fields.
 */
final class UdpReceiver {
    /** After so many receives in a row that have failed, the port is given up. */
    private static final int FAILURES = 100;

    private final UdpLink link;
    private final DatagramPort port;
    private final SpTransportHost host;
    private final UdpSettings settings;
    private final int receiveMax;
    private final RepeatingOperation receiving;

    /** The buffer of the next receive. */
    private ByteBuffer buffer;

    /** The number of receives in a row that have failed. */
    private int failures;

    /**
     * Makes an idle receiver.
     *
     * @param receiveMax the length of the longest message
     * @throws io.helve.aio.AioException {@code ENOMEM}, {@code ESTOPPED}
     */
    UdpReceiver(UdpLink link, DatagramPort port, SpTransportHost host, UdpSettings settings, int receiveMax) {
        this.link = link;
        this.port = port;
        this.host = host;
        this.settings = settings;
        this.receiveMax = receiveMax;
        receiving = new RepeatingOperation(host.factory(), this::received);
        buffer = newBuffer();
    }

    private ByteBuffer newBuffer() {
        return ByteBuffer.allocate(UdpHeader.LENGTH + receiveMax);
    }

    void begin() {
        receiving.aio().setIov(buffer);
        receive();
    }

    private void receive() {
        do {
            buffer.clear();
            receiving.aio().skipCallback();
            receiving.start(port::receive);
        } while (receiving.skipped() && digest());
    }

    private void received() {
        if (digest()) {
            receive();
        }
    }

    /** {@return whether to receive on} */
    private boolean digest() {
        AioError result = receiving.result();
        switch (result) {
            case OK, EMSGSIZE -> {
                failures = 0;
                arrived(port.sender(receiving.aio()), buffer.flip());
            }
            case ECLOSED, ESTOPPED, ECANCELED -> {
                link.portEnded(result);
                return false;
            }
            default -> { // the operating system reports an error of an earlier send
                if (++failures == FAILURES) {
                    link.portEnded(result);
                    return false;
                }
            }
        }
        return true;
    }

    private void arrived(SocketAddress from, ByteBuffer datagram) {
        UdpHeader header = UdpHeader.read(datagram);
        if (header != null) {
            link.arrived(from, header, datagram);
        }
    }

    /**
     * Makes a message of the rest of the datagram that has just arrived. A short body is copied; a long body uses the
     * array into which the datagram was received. A message that would leave most of that array unused is copied, too:
     * quotas count only the bytes of messages, and a peer must not make a socket hold many times as much memory.
     *
     * @param datagram the datagram, from the position at which the message begins to the limit at which it ends
     */
    Message message(ByteBuffer datagram) {
        int length = datagram.remaining();
        if (length <= settings.copyMax() || length < datagram.capacity() / 2) {
            return host.messages().of(datagram);
        }
        Message message = host.messages().wrap(datagram.array());
        message.trim(datagram.position());
        message.chop(datagram.capacity() - datagram.limit());
        buffer = newBuffer();
        receiving.aio().setIov(buffer);
        return message;
    }

    void close() {
        receiving.close();
    }
}
