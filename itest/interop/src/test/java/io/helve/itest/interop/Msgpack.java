package io.helve.itest.interop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** As much of msgpack as nngcat (binaries) and nanocat (raws, of an older version of the format) print. */
final class Msgpack {
    private Msgpack() {}

    /** {@return the elements that are complete} */
    static List<byte[]> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<byte[]> messages = new ArrayList<>();
        while (in.hasRemaining()) {
            int type = in.get() & 0xff;
            int lengthBytes = switch (type) {
                case 0xc4, 0xd9 -> 1;
                case 0xc5, 0xda -> 2;
                case 0xc6, 0xdb -> 4;
                default -> 0;
            };
            if (lengthBytes == 0 && (type & 0xe0) != 0xa0) {
                throw new IllegalArgumentException("a byte 0x" + Integer.toHexString(type));
            }
            if (in.remaining() < lengthBytes) {
                break;
            }
            long length = switch (lengthBytes) {
                case 1 -> in.get() & 0xff;
                case 2 -> in.getShort() & 0xffff;
                case 4 -> in.getInt() & 0xffff_ffffL;
                default -> type & 0x1f;
            };
            if (in.remaining() < length) {
                break;
            }
            byte[] message = new byte[(int) length];
            in.get(message);
            messages.add(message);
        }
        return messages;
    }
}
