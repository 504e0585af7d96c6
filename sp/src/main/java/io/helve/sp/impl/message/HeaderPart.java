package io.helve.sp.impl.message;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;

/** A message's header: never shared, and short. */
final class HeaderPart extends Part {
    private static final int USUAL = 16;

    HeaderPart() {
        super(new byte[USUAL], 0, 0);
    }

    HeaderPart(HeaderPart other) {
        super(other.bytes.clone(), other.offset, other.length);
    }

    @Override
    void check() {
        if (bytes == null) {
            throw new IllegalStateException("this message has been freed");
        }
    }

    /** The message has been freed: who has kept this can do nothing with it any more. */
    void free() {
        bytes = null;
    }

    @Override
    void room(int before, int behind) {
        check();
        int wanted = length + before + behind;
        if (wanted < 0 || wanted > Message.HEADER_MAX) {
            throw new AioException(
                    AioError.EINVAL,
                    "a header has at most " + Message.HEADER_MAX + " bytes, not " + Integer.toUnsignedString(wanted));
        }
        if (offset >= before && bytes.length - offset - length >= behind) {
            return;
        }
        byte[] place = wanted > bytes.length ? new byte[Message.HEADER_MAX] : bytes;
        System.arraycopy(bytes, offset, place, before, length);
        bytes = place;
        offset = before;
    }

    /** {@return the word at that index} */
    int word(int index) {
        return (int) INT.get(bytes, offset + index * 4);
    }
}
