package io.helve.shell.cat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The forms in which messages are printed, byte for byte those of nngcat. */
enum MessageFormat {
    /** Prints nothing. */
    NO {
        @Override
        void print(ByteBuffer body, OutputStream out) {
            // nothing
        }
    },
    /** The bytes unchanged. */
    RAW {
        @Override
        void print(ByteBuffer body, OutputStream out) throws IOException {
            copy(body, out);
        }
    },
    /** Printable ASCII; other bytes are dots. */
    ASCII {
        @Override
        void print(ByteBuffer body, OutputStream out) throws IOException {
            while (body.hasRemaining()) {
                byte b = body.get();
                out.write(isPrintable(b) ? b : '.');
            }
        }
    },
    /** One line with a string literal of C. */
    QUOTED {
        @Override
        void print(ByteBuffer body, OutputStream out) throws IOException {
            out.write('"');
            while (body.hasRemaining()) {
                quote(body.get(), out);
            }
            out.write('"');
            out.write('\n');
        }
    },
    /** One line with a string literal of C, each byte in hexadecimal. */
    HEX {
        @Override
        void print(ByteBuffer body, OutputStream out) throws IOException {
            out.write('"');
            while (body.hasRemaining()) {
                hex(body.get(), out);
            }
            out.write('"');
            out.write('\n');
        }
    },
    /** MessagePack's bin 8, bin 16 or bin 32. */
    MSGPACK {
        @Override
        void print(ByteBuffer body, OutputStream out) throws IOException {
            int length = body.remaining();
            int lengthBytes = length < 1 << 8 ? 1 : length < 1 << 16 ? 2 : 4;
            out.write(lengthBytes == 1 ? 0xc4 : lengthBytes == 2 ? 0xc5 : 0xc6);
            for (int i = lengthBytes - 1; i >= 0; i--) {
                out.write(length >>> (8 * i));
            }
            copy(body, out);
        }
    };

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Prints the body from its position to its limit, and moves the position. */
    abstract void print(ByteBuffer body, OutputStream out) throws IOException;

    private static void copy(ByteBuffer body, OutputStream out) throws IOException {
        byte[] piece = new byte[Math.min(body.remaining(), 64 * 1024)];
        while (body.hasRemaining()) {
            int length = Math.min(body.remaining(), piece.length);
            body.get(piece, 0, length);
            out.write(piece, 0, length);
        }
    }

    private static void quote(byte b, OutputStream out) throws IOException {
        switch (b) {
            case '\n' -> escape('n', out);
            case '\r' -> escape('r', out);
            case '\t' -> escape('t', out);
            case '"', '\\' -> escape(b, out);
            default -> {
                if (isPrintable(b)) {
                    out.write(b);
                } else {
                    hex(b, out);
                }
            }
        }
    }

    private static void escape(int character, OutputStream out) throws IOException {
        out.write('\\');
        out.write(character);
    }

    private static void hex(byte b, OutputStream out) throws IOException {
        escape('x', out);
        out.write(DIGITS[b >> 4 & 0xf]);
        out.write(DIGITS[b & 0xf]);
    }

    private static boolean isPrintable(byte b) {
        return b >= ' ' && b <= '~';
    }
}
