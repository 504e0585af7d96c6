package io.helve.net.tls;

import io.helve.stream.TlsConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLSocket;

/** Peers on the JDK's own sockets, whose connection beneath TLS can be mistreated. */
final class Peers {
    /** A connection, and the TLS on it. */
    record Peer(Socket plain, SSLSocket secure) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            plain.close();
        }
    }

    private Peers() {}

    static Peer client(SocketAddress address, TlsConfig.Builder config) throws IOException {
        Socket plain = new Socket();
        plain.connect(address);
        return over(plain, config, TlsSide.CLIENT);
    }

    static Peer server(ServerSocket listening, TlsConfig.Builder config) throws IOException {
        return over(listening.accept(), config, TlsSide.SERVER);
    }

    static Peer over(Socket plain, TlsConfig.Builder config, TlsSide side) throws IOException {
        var context = new Credentials("peer", side).load(config.build());
        SSLSocket secure =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), false);
        secure.setUseClientMode(side == TlsSide.CLIENT);
        return new Peer(plain, secure);
    }

    static ServerSocket listening() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress("localhost", 0));
        return socket;
    }

    static String url(ServerSocket listening) {
        return "tls+tcp://localhost:" + listening.getLocalPort();
    }
}
