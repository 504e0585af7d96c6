package io.helve.remote.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A caller that is no client of ours: it writes the bytes of the req protocol, and reads answers only if it wants. */
final class RawCaller implements AutoCloseable {
    private static final byte[] HELLO = {0, 'S', 'P', 0, 0, 0x30, 0, 0};
    private static final int REQUEST = 1 << 31;

    private final Socket socket;
    private final DataOutputStream out;
    private int number;

    /** Connects, from a port of a local address. */
    RawCaller(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        out = new DataOutputStream(socket.getOutputStream());
        out.write(HELLO);
        new DataInputStream(socket.getInputStream()).readFully(new byte[HELLO.length]);
    }

    /** Sends a call. */
    void send(byte[] call, int length) throws IOException {
        out.writeLong(Integer.BYTES + length);
        out.writeInt(REQUEST | number++);
        out.write(call, 0, length);
        out.flush();
    }

    /** {@return the bytes of the next answer} */
    byte[] receive() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[(int) in.readLong() - Integer.BYTES];
        in.readInt();
        in.readFully(answer);
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
