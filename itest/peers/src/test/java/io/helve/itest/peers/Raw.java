package io.helve.itest.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Plain sockets of the JDK's on the loopback address, that do not wait for ever. */
final class Raw {
    private Raw() {}

    static ServerSocket server(int backlog) throws IOException {
        ServerSocket server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        server.setSoTimeout((int) StreamTest.LONG.toMillis());
        return server;
    }

    static Socket accept(ServerSocket server) throws IOException {
        return limited(server.accept());
    }

    static Socket connect(int port) throws IOException {
        return limited(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    private static Socket limited(Socket socket) throws IOException {
        socket.setSoTimeout((int) StreamTest.LONG.toMillis());
        return socket;
    }
}
