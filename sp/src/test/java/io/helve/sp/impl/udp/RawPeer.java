package io.helve.sp.impl.udp;

import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** A peer made of a socket of the JDK's: what it sends and receives are bytes on the wire, in hexadecimal digits. */
final class RawPeer implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();

    private final DatagramSocket socket;

    private RawPeer(DatagramSocket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
    }

    /** {@return a peer that talks to a listener} */
    static RawPeer of(StreamUrl listener) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.connect(InetAddress.getLoopbackAddress(), listener.port());
        return new RawPeer(socket);
    }

    /** {@return a peer that dialers can find} */
    static RawPeer listening() throws IOException {
        return new RawPeer(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
    }

    String url() {
        return "udp://127.0.0.1:" + socket.getLocalPort();
    }

    void send(String hex) throws IOException {
        byte[] bytes = HEX.parseHex(hex.replace(" ", ""));
        socket.send(new DatagramPacket(bytes, bytes.length));
    }

    /** {@return the next datagram; from then on what is sent goes to its sender} */
    String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
        socket.receive(packet);
        if (!socket.isConnected()) {
            socket.connect(packet.getSocketAddress());
        }
        return HEX.formatHex(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    /** {@return the next datagram that is no connection request or its answer} */
    String receiveOther() throws IOException {
        for (; ; ) {
            String datagram = receive();
            if (!datagram.startsWith("0101") && !datagram.startsWith("0102")) {
                return datagram;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
