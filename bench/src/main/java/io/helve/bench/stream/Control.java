package io.helve.bench.stream;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** A plain socket on which a client asks the server what it has received: a letter, answered with two numbers. */
final class Control implements AutoCloseable {
    private static final int COUNT = 'c';
    private static final int MEMORY = 'm';

    private final LongAdder received;
    private final ServerSocket listener;

    Control(LongAdder received) throws IOException {
        this.received = received;
        listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "bench-control");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setTcpNoDelay(true);
                answer(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
            } catch (IOException e) {
                // the client or the listener has gone
            }
        }
    }

    private void answer(DataInputStream in, DataOutputStream out) throws IOException {
        for (int request = in.read(); request >= 0; request = in.read()) {
            Answer answer = request == MEMORY ? Memory.inUse() : new Answer(received.sum(), System.nanoTime());
            ByteBuffer bytes = ByteBuffer.allocate(16);
            out.write(bytes.putLong(answer.first()).putLong(answer.second()).array());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** Two numbers: bytes received and the server's time in nanoseconds, or bytes of heap and of direct memory. */
    record Answer(long first, long second) {}

    /** The client's side. */
    static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        }

        Answer count() throws IOException {
            return ask(COUNT);
        }

        Answer memory() throws IOException {
            return ask(MEMORY);
        }

        private Answer ask(int request) throws IOException {
            socket.getOutputStream().write(request);
            return new Answer(in.readLong(), in.readLong());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
