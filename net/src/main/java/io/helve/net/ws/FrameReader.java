package io.helve.net.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** Takes what arrives apart into frames, and hands their content on as it comes. */
final class FrameReader {
    /** Where it goes. */
    interface Sink {
        /** A part of a message; the data is the sink's. */
        void part(ByteBuf data, boolean last);

        /** A whole control frame. */
        void control(int opcode, byte[] payload) throws Violation;

        /** Whether to go on. */
        boolean wantsMore();
    }

    private static final int HEADER_MAX = 14;

    /** A piece is copied if what it was read into is so many times as large: memory is counted by what is in it. */
    private static final int WASTE = 4;

    private final boolean masked;
    private final int frameMax;
    private final boolean text;
    private final Sink sink;

    /** Written by any thread. */
    private volatile int messageMax;

    /** The header of the current frame, as far as it is there; all of it while its content is read. */
    private final byte[] header = new byte[HEADER_MAX];

    private int have;
    private int need = 2;

    private int opcode;
    private boolean last;
    private int key;
    private long length;
    private long done;

    /** The content of a control frame. */
    private byte[] control;

    /** Whether the current message has begun and not ended, with its length so far and its text. */
    private boolean inMessage;

    private long messageLength;
    private boolean isText;
    private final Utf8 utf8 = new Utf8();

    FrameReader(boolean masked, int frameMax, int messageMax, boolean text, Sink sink) {
        this.masked = masked;
        this.frameMax = frameMax;
        this.messageMax = messageMax;
        this.text = text;
        this.sink = sink;
    }

    void messageMax(int bytes) {
        messageMax = bytes;
    }

    void read(ByteBuf in, ByteBufAllocator allocator) throws Violation {
        while (in.isReadable() && sink.wantsMore()) {
            if (have < need) {
                header[have++] = in.readByte();
                if (have == 2) {
                    begin();
                }
                if (have == need) {
                    finishHeader();
                }
            } else {
                content(in, allocator);
            }
            if (have == need && done == length) {
                endFrame();
            }
        }
    }

    private void begin() throws Violation {
        opcode = header[0] & 0xf;
        last = header[0] < 0;
        int shortLength = header[1] & 0x7f;
        require((header[0] & 0x70) == 0, "reserved bits without an extension");
        require(Opcode.isKnown(opcode), "a frame of the unknown kind " + opcode);
        require(header[1] < 0 == masked, masked ? "a frame that is not masked" : "a masked frame from a server");
        if (Opcode.isControl(opcode)) {
            require(last, "a control frame in fragments");
            require(shortLength <= Opcode.CONTROL_MAX, "a control frame that is too long");
        } else {
            require(
                    opcode == Opcode.CONTINUATION == inMessage,
                    inMessage ? "a new message in the middle of one" : "a continuation of nothing");
        }
        if (opcode == Opcode.TEXT && !text) {
            throw new Violation(Violation.UNSUPPORTED, "a text message, which this side does not take");
        }
        need = 2 + (shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0) + (masked ? 4 : 0);
    }

    private void finishHeader() throws Violation {
        int shortLength = header[1] & 0x7f;
        int lengthEnd = need - (masked ? 4 : 0);
        length = shortLength < 126 ? shortLength : number(2, lengthEnd);
        require(
                shortLength < 126 || length > (shortLength == 126 ? 125 : 0xffff) || length < 0,
                "a length that is not in its shortest form");
        require(length >= 0, "a length of more than 63 bits");
        key = masked ? (int) number(lengthEnd, need) : 0;
        done = 0;
        if (Opcode.isControl(opcode)) {
            control = new byte[(int) length];
            return;
        }
        if (length > frameMax) {
            throw new Violation(Violation.TOO_BIG, "a frame of " + length + " bytes; " + frameMax + " are allowed");
        }
        if (opcode != Opcode.CONTINUATION) {
            inMessage = true;
            messageLength = 0;
            isText = opcode == Opcode.TEXT;
        }
        messageLength += length;
        int max = messageMax;
        if (messageLength > max) {
            throw new Violation(Violation.TOO_BIG, "a message of more than the " + max + " bytes allowed");
        }
    }

    private long number(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number << 8 | header[i] & 0xff;
        }
        return number;
    }

    private void content(ByteBuf in, ByteBufAllocator allocator) throws Violation {
        int size = (int) Math.min(length - done, in.readableBytes());
        if (masked) {
            Mask.apply(in, in.readerIndex(), size, key, done);
        }
        if (Opcode.isControl(opcode)) {
            in.readBytes(control, (int) done, size);
            done += size;
            return;
        }
        done += size;
        if (isText && !utf8.accepts(in, in.readerIndex(), size)) {
            throw invalidText();
        }
        boolean ends = last && done == length;
        if (ends && isText && !utf8.end()) {
            throw invalidText();
        }
        ByteBuf part = size <= in.capacity() / WASTE
                ? allocator.ioBuffer(size).writeBytes(in, size)
                : in.readRetainedSlice(size);
        inMessage = !ends;
        sink.part(part, ends);
    }

    private static Violation invalidText() {
        return new Violation(Violation.INVALID_TEXT, "text that is not UTF-8");
    }

    /** All of the frame has been read. */
    private void endFrame() throws Violation {
        have = 0;
        need = 2;
        done = 0;
        long size = length;
        length = -1;
        if (Opcode.isControl(opcode)) {
            byte[] payload = control;
            control = null;
            sink.control(opcode, payload);
        } else if (size == 0 && last) {
            if (isText && !utf8.end()) {
                throw invalidText();
            }
            inMessage = false;
            sink.part(Unpooled.EMPTY_BUFFER, true);
        }
    }

    private static void require(boolean rule, String otherwise) throws Violation {
        if (!rule) {
            throw new Violation(Violation.PROTOCOL_ERROR, otherwise);
        }
    }
}
