package io.helve.sp.impl.message;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A message's header: never shared, and short. It can be used as long as its message can. */
final class HeaderPart extends Part {
    private static final int USUAL = 16;

    private final SpMessage message;

    HeaderPart(SpMessage message) {
        super(new byte[USUAL], 0, 0);
        this.message = message;
    }

    HeaderPart(SpMessage message, HeaderPart other) {
        super(other.bytes.clone(), other.offset, other.length);
        this.message = message;
    }

    @Override
    void check() {
        if (bytes == null) {
            throw new IllegalStateException("this message has been freed");
        }
        message.check();
    }

    /** Called when the message is freed: a header that a user has kept throws from then on. */
    void free() {
        bytes = null;
    }

    /**
     * Appends a buffer, which may be a view of this very header: the buffer is copied before {@link #room} moves the
     * bytes that it shows.
     */
    @Override
    public void append(ByteBuffer added) {
        Objects.requireNonNull(added, "added");
        check();
        if (fits(0, added.remaining())) {
            super.append(added);
        } else {
            super.append(copyOf(added));
        }
    }

    /** Inserts a buffer, which may be a view of this very header, as {@link #append(ByteBuffer)} does. */
    @Override
    public void insert(ByteBuffer added) {
        Objects.requireNonNull(added, "added");
        check();
        if (fits(added.remaining(), 0)) {
            super.insert(added);
        } else {
            super.insert(copyOf(added));
        }
    }

    private byte[] copyOf(ByteBuffer added) {
        requireLength(length + added.remaining());
        byte[] copy = new byte[added.remaining()];
        added.get(copy);
        return copy;
    }

    private boolean fits(int before, int behind) {
        return offset >= before && bytes.length - offset - length >= behind;
    }

    private static void requireLength(int wanted) {
        if (wanted < 0 || wanted > Message.HEADER_MAX) {
            throw new AioException(
                    AioError.EINVAL,
                    "a header has at most " + Message.HEADER_MAX + " bytes, not " + Integer.toUnsignedString(wanted));
        }
    }

    @Override
    void room(int before, int behind) {
        int wanted = length + before + behind;
        requireLength(wanted);
        if (fits(before, behind)) {
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

    /** Appends a word, also if the message has been passed on. */
    void appendWord(int word) {
        room(0, 4);
        INT.set(bytes, offset + length, word);
        length += 4;
    }

    /** Inserts a word, also if the message has been passed on. */
    void insertWord(int word) {
        room(4, 0);
        offset -= 4;
        length += 4;
        INT.set(bytes, offset, word);
    }

    /** {@return the first word, which is removed, also if the message has been passed on} */
    int removeWord() {
        int word = word(0);
        offset += 4;
        length -= 4;
        return word;
    }

    void reset() {
        length = 0;
    }
}
