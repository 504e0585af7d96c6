package io.helve.sp.impl.message;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.message.MessagePart;
import io.helve.message.MessagePipe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A message. What a protocol reads is the <i>wire</i>: header and body as they go one after the other. A header of one
 * word, which is what most protocols need, is kept in a field until somebody looks at it as bytes.
 */
public final class SpMessage extends Part implements Message {
    /** Room before a body that had to be moved because something was inserted. */
    private static final int HEADROOM = 32;

    /** The longest array that every JVM makes. */
    static final int LONGEST = Integer.MAX_VALUE - 64;

    private static final VarHandle HOLDERS;

    static {
        try {
            HOLDERS = MethodHandles.lookup().findVarHandle(SpMessage.class, "holders", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private BytePool pool;

    /** Whether the array came from outside: somebody may still hold it, so it must not become another message's. */
    private boolean foreign;

    /** Null while the array is this message's alone. */
    private RefCount share;

    /** The header's bytes; null while there are none, or only the word. */
    private HeaderPart header;

    private boolean hasWord;
    private int word;
    private MessagePipe pipe;

    /** How many have this message, if more than one may; they only read it. */
    private int holders;

    SpMessage(BytePool pool, byte[] bytes, int length, boolean foreign) {
        super(bytes, 0, length);
        this.pool = pool;
        this.foreign = foreign;
    }

    /**
     * Casts a message that came from outside.
     *
     * @param message the message, may be null
     * @return the same
     * @throws IllegalArgumentException if it is of another implementation
     */
    public static SpMessage of(Message message) {
        if (message == null || message instanceof SpMessage) {
            return (SpMessage) message;
        }
        throw new IllegalArgumentException("not a message of io.helve.message.Messages: "
                + message.getClass().getName());
    }

    // ---- the body

    /** {@return whether it has been freed} */
    public boolean isFreed() {
        return bytes == null;
    }

    @Override
    void check() {
        if (bytes == null) {
            throw new IllegalStateException("this message has been freed");
        }
    }

    @Override
    void room(int before, int behind) {
        check();
        if (!fits(before, behind)) {
            makeRoom(before, behind, null);
        }
    }

    private boolean fits(int before, int behind) {
        return offset >= before && bytes.length - offset - length >= behind && !isShared();
    }

    /** What is added may be this message's own body: the array is given away only once that has been copied. */
    @Override
    public void append(ByteBuffer added) {
        check();
        int count = added.remaining();
        if (fits(0, count)) {
            super.append(added);
        } else {
            makeRoom(0, count, added);
            length += count;
        }
    }

    @Override
    public void insert(ByteBuffer added) {
        check();
        int count = added.remaining();
        if (fits(count, 0)) {
            super.insert(added);
        } else {
            makeRoom(count, 0, added);
            offset -= count;
            length += count;
        }
    }

    /** Moves the body to where there is room, and puts what is added, if not null, into that. */
    private void makeRoom(int before, int behind, ByteBuffer added) {
        long wanted = (long) before + length + behind;
        if (wanted > LONGEST) {
            throw new AioException(AioError.ENOMEM, "a body of " + wanted + " bytes is longer than an array can be");
        }
        int front = before == 0 ? 0 : before + HEADROOM;
        long roomy = before + behind == 0 ? wanted : front + Math.max(wanted, length + (length >> 1));
        move(
                (int) Math.min(LONGEST, roomy),
                front == 0 ? 0 : (int) Math.min(front, LONGEST - wanted + before),
                before,
                added);
    }

    /** Moves the body into an array of its own, to that place, and what is added before or behind it. */
    private void move(int size, int place, int before, ByteBuffer added) {
        byte[] moved = pool.take(size);
        System.arraycopy(bytes, offset, moved, place, length);
        if (added != null) {
            added.get(moved, before > 0 ? place - before : place + length, added.remaining());
        }
        release();
        bytes = moved;
        offset = place;
    }

    private boolean isShared() {
        return share != null && share.get() > 1;
    }

    /** {@return the count that nobody needs any more, or null} */
    private RefCount release() {
        RefCount left = share;
        boolean last = left == null || left.leave();
        if (last && !foreign) {
            pool.give(bytes);
        }
        share = null;
        foreign = false;
        return last ? left : null;
    }

    @Override
    public ByteBuffer body() {
        return view().asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer writableBody() {
        room(0, 0);
        return view();
    }

    @Override
    public byte[] toByteArray() {
        check();
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public int capacity() {
        check();
        return isShared() ? length : bytes.length - offset;
    }

    @Override
    public void reserve(int capacity) {
        if (capacity < 0) {
            throw new AioException(AioError.EINVAL, "capacity must not be negative, but is " + capacity);
        }
        check();
        if (capacity > LONGEST) {
            throw new AioException(AioError.ENOMEM, "a capacity of " + capacity + " is more than an array can hold");
        }
        if (capacity > capacity()) {
            move(Math.max(capacity, length), 0, 0, null);
        }
    }

    // ---- the header

    @Override
    public ByteBuffer header() {
        check();
        return headerLength() == 0
                ? ByteBuffer.wrap(NO_BYTES).asReadOnlyBuffer()
                : headerPart().view().asReadOnlyBuffer();
    }

    @Override
    public MessagePart head() {
        check();
        return headerPart();
    }

    private HeaderPart headerPart() {
        if (header == null) {
            header = new HeaderPart();
        }
        if (hasWord) {
            header.appendU32(word & 0xffff_ffffL);
            hasWord = false;
        }
        return header;
    }

    /** {@return how many bytes the header has} */
    public int headerLength() {
        return hasWord ? 4 : header == null ? 0 : header.length;
    }

    /** Removes the header. */
    public void clearHeader() {
        hasWord = false;
        if (header != null) {
            header.clear();
        }
    }

    /**
     * Replaces the header by one word.
     *
     * @param newWord the word
     */
    public void setHeader(int newWord) {
        clearHeader();
        word = newWord;
        hasWord = true;
    }

    /**
     * Replaces the header by words.
     *
     * @param words holds them
     * @param count how many
     */
    public void setHeader(int[] words, int count) {
        clearHeader();
        if (count == 1) {
            setHeader(words[0]);
            return;
        }
        for (int i = 0; i < count; i++) {
            headerPart().appendU32(words[i] & 0xffff_ffffL);
        }
    }

    /**
     * Adds a word before the others of the header.
     *
     * @param newWord the word
     */
    public void pushHeader(int newWord) {
        if (headerLength() == 0) {
            setHeader(newWord);
        } else {
            headerPart().insertU32(newWord & 0xffff_ffffL);
        }
    }

    /** {@return the first word of the header, which is removed} */
    public int popHeader() {
        if (hasWord) {
            hasWord = false;
            return word;
        }
        return (int) headerPart().trimU32();
    }

    // ---- the wire

    /** {@return how many bytes header and body have together} */
    public int wireLength() {
        return headerLength() + length;
    }

    /**
     * Reads a word of the wire.
     *
     * @param index 0 for the first four bytes
     * @return the word; there must be one
     */
    public int wireWord(int index) {
        if ((headerLength() & 3) != 0) { // only an application that uses a raw socket can make one like this
            mergeHeader();
        }
        int headerLength = headerLength();
        int at = index * 4;
        if (at >= headerLength) {
            return (int) INT.get(bytes, offset + at - headerLength);
        }
        return hasWord ? word : header.word(index);
    }

    /**
     * Moves the border between header and body, so that the header has exactly so many words.
     *
     * @param words how many; the wire must have them
     */
    public void splitExactly(int words) {
        if (headerLength() == words * 4) {
            return;
        }
        if (headerLength() > 0) {
            mergeHeader();
        }
        for (int i = 0; i < words; i++) {
            int next = (int) trimU32();
            if (i == 0) {
                setHeader(next);
            } else {
                headerPart().appendU32(next & 0xffff_ffffL);
            }
        }
    }

    /** Makes the header part of the body, for those who do not look for one. */
    public void mergeHeader() {
        if (headerLength() > 0) {
            insert(headerPart().view());
            clearHeader();
        }
    }

    /** Reads only, also a header that is one word: several pipes may have the same message. */
    @Override
    public int copyTo(int position, ByteBuffer target) {
        check();
        int headerLength = headerLength();
        Objects.checkIndex(position, headerLength + length + 1);
        int from = position;
        while (from < headerLength && target.hasRemaining()) {
            target.put(hasWord ? (byte) (word >>> 8 * (3 - from)) : header.bytes[header.offset + from]);
            from++;
        }
        if (from >= headerLength) {
            int count = Math.min(headerLength + length - from, target.remaining());
            target.put(bytes, offset + from - headerLength, count);
            from += count;
        }
        return from - position;
    }

    /** {@return the array that holds the body; for reading} */
    public byte[] array() {
        return bytes;
    }

    /** {@return where the body begins in it} */
    public int arrayOffset() {
        return offset;
    }

    /** {@return the body's length} */
    public int bodyLength() {
        return length;
    }

    /**
     * Makes the body longer; what is new may hold anything.
     *
     * @param count by how many bytes
     */
    public void lengthen(int count) {
        room(0, count);
        length += count;
    }

    // ---- all of it

    @Override
    public SpMessage duplicate() {
        SpMessage copy = new SpMessage(pool, null, 0, false);
        copy.becomeDuplicate(this);
        return copy;
    }

    /** Makes this message, which is free, a duplicate of another. */
    void becomeDuplicate(SpMessage original) {
        original.check();
        if (original.share == null) {
            original.share = new RefCount();
        }
        share = original.share;
        share.join();
        pool = original.pool;
        foreign = original.foreign;
        bytes = original.bytes;
        offset = original.offset;
        length = original.length;
        hasWord = original.hasWord;
        word = original.word;
        pipe = original.pipe;
        if (original.header != null && original.header.length > 0) {
            header = new HeaderPart(original.header);
        }
    }

    /** {@return whether it counts with this from now on; not if it has a count already} */
    boolean useShare(RefCount fresh) {
        if (share != null) {
            return false;
        }
        fresh.set(1);
        share = fresh;
        return true;
    }

    @Override
    public MessagePipe pipe() {
        return pipe;
    }

    @Override
    public void setPipe(MessagePipe newPipe) {
        pipe = newPipe;
    }

    /**
     * Gives it to several who only read it, and each of whom frees it once.
     *
     * @param count how many
     */
    public void hold(int count) {
        HOLDERS.setOpaque(this, count);
    }

    /** {@return whether others have it still} */
    private boolean isHeldOn() {
        int held = (int) HOLDERS.getAcquire(this);
        return held > 1 && (int) HOLDERS.getAndAdd(this, -1) > 1;
    }

    @Override
    public void free() {
        freeShared();
    }

    /** Frees it. {@return the count that nobody needs any more, or null} */
    RefCount freeShared() {
        if (bytes == null || isHeldOn()) {
            return null;
        }
        RefCount left = release();
        bytes = null;
        length = 0;
        if (header != null) {
            header.free();
            header = null;
        }
        hasWord = false;
        pipe = null;
        return left;
    }

    @Override
    public String toString() {
        return bytes == null ? "message, freed" : "message of " + headerLength() + " + " + length + " bytes";
    }
}
