package io.helve.sp.impl.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;

/** Stands between one dialer and a listener, and decides what becomes of each datagram. */
final class Relay implements AutoCloseable {
    /** The treatment of the datagrams in one direction. */
    @FunctionalInterface
    interface Fate {
        /** {@return what is passed on now: nothing, the datagram, the datagram twice, or others} */
        List<byte[]> of(byte[] datagram);
    }

    static final Fate PASSES = List::of;

    private final DatagramSocket front;
    private final DatagramSocket back;
    private volatile SocketAddress dialer;
    private volatile Fate toListener = PASSES;
    private volatile Fate toDialer = PASSES;

    Relay(int listenersPort) throws IOException {
        front = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        back = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        back.connect(InetAddress.getLoopbackAddress(), listenersPort);
        start(this::passToListener);
        start(this::passToDialer);
    }

    private static void start(Runnable loop) {
        Thread thread = new Thread(loop, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "udp://127.0.0.1:" + front.getLocalPort();
    }

    Relay toListener(Fate fate) {
        toListener = fate;
        return this;
    }

    Relay toDialer(Fate fate) {
        toDialer = fate;
        return this;
    }

    private void passToListener() {
        DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
        try {
            for (; ; ) {
                front.receive(packet);
                dialer = packet.getSocketAddress();
                for (byte[] each : toListener.of(content(packet))) {
                    back.send(new DatagramPacket(each, each.length));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void passToDialer() {
        DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
        try {
            for (; ; ) {
                back.receive(packet);
                for (byte[] each : toDialer.of(content(packet))) {
                    front.send(new DatagramPacket(each, each.length, dialer));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static byte[] content(DatagramPacket packet) {
        byte[] content = Arrays.copyOf(packet.getData(), packet.getLength());
        packet.setLength(1 << 16);
        return content;
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}
