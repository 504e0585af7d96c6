package io.helve.itest.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A link that can be slow, can stop to forward, and can break: between any two who speak TCP. */
final class Proxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Object gate = new Object();
    private final int pieces;
    private boolean forwards = true;
    private boolean closed;

    /** A proxy that forwards all it has. */
    Proxy(int target) throws IOException {
        this(target, 64 << 10);
    }

    /** A proxy that forwards in pieces of some size; pieces of one byte go one every millisecond. */
    Proxy(int target, int pieces) throws IOException {
        this.target = target;
        this.pieces = pieces;
        thread("accept", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket from = listener.accept();
            sockets.add(from);
            Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(to);
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            thread("forth", () -> forward(from, to));
            thread("back", () -> forward(to, from));
        }
    }

    private void forward(Socket from, Socket to) throws IOException {
        byte[] bytes = new byte[pieces];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            if (!pass()) {
                return;
            }
            out.write(bytes, 0, n);
        }
        if (pass()) {
            to.shutdownOutput();
        }
    }

    /** Waits while nothing is forwarded, and slows down what goes byte by byte. */
    private boolean pass() {
        synchronized (gate) {
            try {
                if (pieces == 1) {
                    gate.wait(1);
                }
                while (!forwards && !closed) {
                    gate.wait();
                }
            } catch (InterruptedException e) {
                return false;
            }
            return !closed;
        }
    }

    /** Stops forwarding, as a link that is down: neither side is told. */
    void stopForwarding() {
        synchronized (gate) {
            forwards = false;
        }
    }

    /** Goes on where it stopped. */
    void forwardAgain() {
        synchronized (gate) {
            forwards = true;
            gate.notifyAll();
        }
    }

    /** Breaks all connections with a reset. */
    void reset() {
        for (Socket socket : sockets) {
            try {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.close();
            } catch (IOException e) {
                // closed already
            }
        }
    }

    private void thread(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (IOException e) {
                        // one of the sides, or the proxy, has closed
                    }
                },
                "proxy " + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private interface Body {
        void run() throws IOException;
    }

    @Override
    public void close() {
        synchronized (gate) {
            closed = true;
            gate.notifyAll();
        }
        try {
            listener.close();
            for (Thread thread : threads) {
                reset();
                thread.join(StreamTest.LONG.toMillis());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
