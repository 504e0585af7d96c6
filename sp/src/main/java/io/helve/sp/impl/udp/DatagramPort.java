package io.helve.sp.impl.udp;

import io.helve.aio.Aio;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamProperty;
import java.net.SocketAddress;

/** Sends and receives datagrams: for a listener from and to anybody, for a dialer from and to one peer. */
interface DatagramPort {
    /** Starts to send the handle's iov as one datagram to a peer. */
    void send(Aio aio, SocketAddress peer);

    /** Starts to receive one datagram into the handle's iov. */
    void receive(Aio aio);

    /** {@return the sender of the datagram that a handle has received} */
    SocketAddress sender(Aio aio);

    /** {@return the address of this side} */
    SocketAddress localAddress();

    /**
     * Starts to wait until what was sent has gone out; {@link #close} would drop it. A send that is over is not enough.
     */
    void flush(Aio aio);

    /** {@return whether datagrams may still be on their way out after their sends are over} */
    boolean mustBeFlushed();

    /** Closes the port; operations in progress end with {@code ECLOSED}. */
    void close();

    /** Waits until the port, which is closed, has released its address. */
    void awaitClosed();

    /** {@return a port that is bound and has any number of peers} */
    static DatagramPort of(DatagramEndpoint endpoint) {
        return new DatagramPort() {
            @Override
            public void send(Aio aio, SocketAddress peer) {
                aio.setInput(0, peer);
                endpoint.send(aio);
            }

            @Override
            public void receive(Aio aio) {
                endpoint.receive(aio);
            }

            @Override
            public SocketAddress sender(Aio aio) {
                return (SocketAddress) aio.getOutput(0);
            }

            @Override
            public SocketAddress localAddress() {
                return endpoint.localAddress();
            }

            @Override
            public void flush(Aio aio) {
                throw new UnsupportedOperationException("a send is over when the operating system has the datagram");
            }

            @Override
            public boolean mustBeFlushed() {
                return false;
            }

            @Override
            public void close() {
                endpoint.close();
            }

            @Override
            public void awaitClosed() {
                endpoint.stop();
            }
        };
    }

    /** {@return a port whose only peer is the stream's} */
    static DatagramPort of(Stream stream) {
        SocketAddress remote = stream.get(StreamProperty.REMOTE_ADDRESS);
        SocketAddress local = stream.get(StreamProperty.LOCAL_ADDRESS);
        return new DatagramPort() {
            @Override
            public void send(Aio aio, SocketAddress peer) {
                stream.send(aio);
            }

            @Override
            public void receive(Aio aio) {
                stream.receive(aio);
            }

            @Override
            public SocketAddress sender(Aio aio) {
                return remote;
            }

            @Override
            public SocketAddress localAddress() {
                return local;
            }

            @Override
            public void flush(Aio aio) {
                stream.shutdown(aio);
            }

            @Override
            public boolean mustBeFlushed() {
                return true;
            }

            @Override
            public void close() {
                stream.close();
            }

            @Override
            public void awaitClosed() {
                stream.stop();
            }
        };
    }
}
