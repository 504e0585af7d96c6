package io.helve.net.tls.pem;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/** Reads and writes DER as far as private keys need it, one element after the other. */
final class Asn1 {
    static final int INTEGER = 0x02;
    static final int OCTETS = 0x04;
    static final int NULL = 0x05;
    static final int ID = 0x06;
    static final int SEQUENCE = 0x30;

    /** The context-specific tag 0. */
    static final int CONTEXT_0 = 0xa0;

    private final ByteBuffer in;

    Asn1(byte[] content) {
        in = ByteBuffer.wrap(content);
    }

    /** {@return the content of the next element} */
    byte[] next(int tag) throws InvalidKeySpecException {
        try {
            int found = in.get() & 0xff;
            if (found != tag) {
                throw new InvalidKeySpecException("an element of the kind " + found + " in place of " + tag);
            }
            int length = in.get() & 0xff;
            if (length > 0x80) {
                int bytes = length & 0x7f;
                length = 0;
                for (; bytes > 0 && length <= 0xffff; bytes--) {
                    length = length << 8 | in.get() & 0xff;
                }
            }
            if (length > in.remaining()) {
                throw new InvalidKeySpecException(
                        "an element of " + length + " bytes where " + in.remaining() + " are left");
            }
            byte[] content = new byte[length];
            in.get(content);
            return content;
        } catch (BufferUnderflowException e) {
            throw new InvalidKeySpecException("an element is missing", e);
        }
    }

    /** {@return whether the next element has a tag} */
    boolean isNext(int tag) {
        return in.hasRemaining() && (in.get(in.position()) & 0xff) == tag;
    }

    static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(6 + length).put((byte) tag);
        if (length >= 0x80) {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.put((byte) (0x80 | bytes));
            for (int shift = 8 * (bytes - 1); shift > 0; shift -= 8) {
                out.put((byte) (length >> shift));
            }
        }
        out.put((byte) length);
        for (byte[] part : parts) {
            out.put(part);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
