package io.helve.sp.impl.message;

import io.helve.message.Message;
import io.helve.message.MessagePart;
import io.helve.message.MessagePipe;
import io.helve.sp.provider.SpOutgoingMessage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message. A protocol reads the <i>wire</i>, which is the header followed by the body. A header of one word, as most
 * protocols have it, is kept in a field until a caller asks for the header's bytes.
 *
 * <p>A message can be used by one owner at a time:
 *
 * <pre>
 *   USABLE --pass--> PASSED --giveBack, as the send has failed--> USABLE
 *                      |  '--handOver--> EMPTY   (the receiver's message, a new object, has the content)
 *                      '--dispose--> EMPTY
 *   USABLE --free--> EMPTY
 * </pre>
 *
 * The methods of {@link Message} throw unless the message is USABLE, except for {@link #free}, which then does nothing.
 * The methods for sockets and transports do not check the state.
 */
public final class SpMessage extends Body implements SpOutgoingMessage {
    private static final VarHandle HOLDERS;

    static {
        try {
            HOLDERS = MethodHandles.lookup().findVarHandle(SpMessage.class, "holders", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whether the message was passed to a socket that has not given it back. */
    private boolean passed;

    /** The header's bytes; null while there are none, or only the word. */
    private HeaderPart header;

    private boolean hasWord;
    private int word;
    private MessagePipe pipe;

    /** How many transports still read this message, if it was given to several; at most 1 otherwise. */
    private int holders;

    SpMessage(BytePool pool, byte[] bytes, int length, Exposure exposure) {
        super(pool, bytes, length, exposure);
    }

    /** Makes an empty message that is about to get the content of another one. */
    private SpMessage() {
        super(null, null, 0, Exposure.HIDDEN);
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

    // ---- owners

    @Override
    void check() {
        if (bytes == null || passed) {
            throw new IllegalStateException(passed ? "this message has been sent" : "this message has been freed");
        }
    }

    /** {@return whether its owner can use the message: it has been neither freed nor sent} */
    public boolean isUsable() {
        return bytes != null && !passed;
    }

    /** {@return whether the message is EMPTY} */
    public boolean isFreed() {
        return bytes == null;
    }

    /** Passes the message to a socket; the sender can no longer use the message. */
    public void pass() {
        passed = true;
    }

    /** Gives the message back to the sender, who can use it again, because the socket has not taken it. */
    public void giveBack() {
        passed = false;
    }

    /**
     * Returns a message that the receiver can use: this message if it was not passed on, otherwise a new object with
     * the same content. The sender may still have a reference to this object, which is empty afterwards.
     *
     * @return the receiver's message
     */
    public SpMessage handOver() {
        if (!passed) {
            return this;
        }
        SpMessage received = new SpMessage();
        received.takeOver(this);
        if (header != null && header.length > 0) {
            received.header = new HeaderPart(received, header);
        }
        received.hasWord = hasWord;
        received.word = word;
        received.pipe = pipe;
        forgetHeader();
        return received;
    }

    /** Frees the message unless it was passed on: a message that was passed on belongs to a socket or transport. */
    @Override
    public void free() {
        if (!passed) {
            dispose();
        }
    }

    /** Frees the message, also if it has been passed on. */
    @Override
    public void dispose() {
        freeShared();
    }

    /** Frees the message. {@return the reference count that no message uses any longer, or null} */
    RefCount freeShared() {
        if (bytes == null || isHeldOn()) {
            return null;
        }
        RefCount left = release();
        bytes = null;
        length = 0;
        forgetHeader();
        return left;
    }

    private void forgetHeader() {
        if (header != null) {
            header.free();
            header = null;
        }
        hasWord = false;
        pipe = null;
    }

    /**
     * Prepares the message for several transports. Each transport only reads the message, and disposes of it once.
     *
     * @param count how many
     */
    public void hold(int count) {
        HOLDERS.setOpaque(this, count);
    }

    /** Adds a transport to those that hold the message. The caller holds the message, too. */
    public void holdAlso() {
        HOLDERS.getAndAdd(this, 1);
    }

    /** Takes the calling transport off the holders. {@return whether other transports still have the message} */
    private boolean isHeldOn() {
        int held = (int) HOLDERS.getAcquire(this);
        return held > 1 && (int) HOLDERS.getAndAdd(this, -1) > 1;
    }

    // ---- the header, for its owner

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

    // ---- the header, for sockets and transports

    private HeaderPart headerPart() {
        if (header == null) {
            header = new HeaderPart(this);
        }
        if (hasWord) {
            header.appendWord(word);
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
            header.reset();
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
            headerPart().appendWord(words[i]);
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
            headerPart().insertWord(newWord);
        }
    }

    /** {@return the first word of the header, which is removed; there must be one} */
    public int popHeader() {
        if (hasWord) {
            hasWord = false;
            return word;
        }
        return headerPart().removeWord();
    }

    // ---- the wire

    @Override
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
        if ((headerLength() & 3) != 0) { // only an application on a raw socket can make such a header
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
            int next = (int) INT.get(bytes, offset);
            offset += 4;
            length -= 4;
            if (i == 0) {
                setHeader(next);
            } else {
                headerPart().appendWord(next);
            }
        }
    }

    /** Moves the header into the body, for a protocol that has no header. */
    public void mergeHeader() {
        if (headerLength() > 0) {
            insertUnchecked(headerPart().view());
            clearHeader();
        }
    }

    /** Changes no field, not even the form of the header, because several transports may read the same message. */
    @Override
    public int copyWire(int position, ByteBuffer target) {
        int headerLength = headerLength();
        int end = headerLength + length;
        if (position < 0 || position > end) {
            throw new IndexOutOfBoundsException("position " + position + " of a message of " + end + " bytes");
        }
        int from = position < headerLength ? copyHeader(position, target) : position;
        if (from >= headerLength) {
            int count = Math.min(end - from, target.remaining());
            target.put(bytes, offset + from - headerLength, count);
            from += count;
        }
        return from - position;
    }

    /** Copies bytes of the header, as far as there is room. {@return the position after the last copied byte} */
    private int copyHeader(int position, ByteBuffer target) {
        if (!hasWord) {
            int count = Math.min(header.length - position, target.remaining());
            target.put(header.bytes, header.offset + position, count);
            return position + count;
        }
        if (position == 0 && target.remaining() >= 4) {
            target.putInt(target.order() == ByteOrder.BIG_ENDIAN ? word : Integer.reverseBytes(word));
            return 4;
        }
        int at = position;
        while (at < 4 && target.hasRemaining()) {
            target.put((byte) (word >>> 8 * (3 - at)));
            at++;
        }
        return at;
    }

    @Override
    public ByteBuffer[] wire() {
        ByteBuffer head = ByteBuffer.allocate(headerLength());
        copyWire(0, head);
        return new ByteBuffer[] {
            head.flip().asReadOnlyBuffer(),
            ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer()
        };
    }

    // ---- duplicates and pipes

    @Override
    public SpMessage duplicate() {
        check();
        return copy();
    }

    /** {@return a duplicate, also of a message that has been passed on; nobody has passed the duplicate on} */
    public SpMessage copy() {
        SpMessage copy = new SpMessage();
        copy.becomeDuplicate(this);
        return copy;
    }

    /** Makes this message, which is empty, a duplicate of another. */
    void becomeDuplicate(SpMessage original) {
        share(original);
        hasWord = original.hasWord;
        word = original.word;
        pipe = original.pipe;
        if (original.header != null && original.header.length > 0) {
            header = new HeaderPart(this, original.header);
        }
    }

    @Override
    public MessagePipe pipe() {
        check();
        return pipe;
    }

    @Override
    public void setPipe(MessagePipe newPipe) {
        check();
        pipe = newPipe;
    }

    /** {@return the pipe that the message came from or that its owner has set, or null} */
    public MessagePipe source() {
        return pipe;
    }

    /** Drops the reference to the pipe that the message came from. */
    public void forgetSource() {
        if (pipe != null) { // a message that several transports have is only read
            pipe = null;
        }
    }

    @Override
    public String toString() {
        return passed
                ? "message, sent"
                : bytes == null ? "message, freed" : "message of " + headerLength() + " + " + length + " bytes";
    }
}
