package io.helve.net.ws;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A peer that sends any bytes a test wants. */
final class RawPeer implements AutoCloseable {
    /** A frame that has come. */
    record Frame(int first, byte[] payload) {
        int opcode() {
            return first & 0xf;
        }

        int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    static final String KEY =
            Base64.getEncoder().encodeToString("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] MASK = {0x12, (byte) 0x9a, 0x34, (byte) 0xf0};

    final Socket socket;
    private final DataInputStream in;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    static RawPeer connect(SocketAddress address) throws IOException {
        return new RawPeer(new Socket("127.0.0.1", ((InetSocketAddress) address).getPort()));
    }

    /**
     * Connects with a small receive window. If the window shrank later, TCP would drop the data beyond it,
     * acknowledgements included.
     */
    static RawPeer connect(SocketAddress address, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress("127.0.0.1", ((InetSocketAddress) address).getPort()));
        return new RawPeer(socket);
    }

    static String request(String path) {
        return "GET " + path
                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                + "Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
    }

    void send(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@return a masked frame, its first byte given} */
    static byte[] masked(int first, byte[] payload) {
        ByteBuffer frame = header(first, 0x80, payload.length).put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        return java.util.Arrays.copyOf(frame.array(), frame.position());
    }

    /** {@return a frame as servers send it} */
    static byte[] plain(int first, byte[] payload) {
        ByteBuffer frame = header(first, 0, payload.length).put(payload);
        return java.util.Arrays.copyOf(frame.array(), frame.position());
    }

    private static ByteBuffer header(int first, int maskBit, int length) {
        ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) first);
        if (length < 126) {
            frame.put((byte) (maskBit | length));
        } else if (length <= 0xffff) {
            frame.put((byte) (maskBit | 126)).putShort((short) length);
        } else {
            frame.put((byte) (maskBit | 127)).putLong(length);
        }
        return frame;
    }

    /** Reads up to the empty line behind the headers. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = second & 0x7f;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
        byte[] mask = in.readNBytes((second & 0x80) == 0 ? 0 : 4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length && mask.length > 0; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new Frame(first, payload);
    }

    /** {@return whether nothing more comes} */
    boolean atEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
