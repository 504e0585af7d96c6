package io.helve.sp.impl.message;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.MessagePart;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Bytes in an array, with room before and behind them. Each public method first checks that the part may be used; the
 * methods that change the bytes then ask the subclass for room. Code in this package uses the fields without that
 * check.
 */
abstract class Part implements MessagePart {
    static final byte[] NO_BYTES = {};
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The array; null once the part has been freed. */
    byte[] bytes;

    int offset;
    int length;

    Part(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** Ensures that no other part uses the array, and that the array has so much room before and behind the bytes. */
    abstract void room(int before, int behind);

    /** Throws an {@link IllegalStateException} if the user of the part may not use it any more. */
    abstract void check();

    private int extend(int count) {
        check();
        room(0, count);
        int end = offset + length;
        length += count;
        return end;
    }

    private int extendFront(int count) {
        check();
        room(count, 0);
        offset -= count;
        length += count;
        return offset;
    }

    private int cut(int count) {
        demand(count);
        length -= count;
        return offset + length;
    }

    private int cutFront(int count) {
        demand(count);
        int start = offset;
        offset += count;
        length -= count;
        return start;
    }

    private void demand(int count) {
        check();
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative, but is " + count);
        }
        if (count > length) {
            throw new AioException(AioError.EINVAL, "cannot remove " + count + " of " + length + " bytes");
        }
    }

    private void inRange(long value, long max) {
        check();
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("value must be from 0 to 0x" + Long.toHexString(max) + ", not " + value);
        }
    }

    @Override
    public int length() {
        check();
        return length;
    }

    @Override
    public void append(byte[] added) {
        Objects.requireNonNull(added, "added");
        append(added, 0, added.length);
    }

    @Override
    public void append(byte[] added, int from, int count) {
        Objects.requireNonNull(added, "added");
        Objects.checkFromIndexSize(from, count, added.length);
        int at = extend(count);
        System.arraycopy(added, from, bytes, at, count);
    }

    @Override
    public void append(ByteBuffer added) {
        Objects.requireNonNull(added, "added");
        int count = added.remaining();
        int at = extend(count);
        added.get(bytes, at, count);
    }

    @Override
    public void appendU16(int value) {
        inRange(value, 0xffff);
        int at = extend(2);
        SHORT.set(bytes, at, (short) value);
    }

    @Override
    public void appendU32(long value) {
        inRange(value, 0xffff_ffffL);
        int at = extend(4);
        INT.set(bytes, at, (int) value);
    }

    @Override
    public void appendU64(long value) {
        int at = extend(8);
        LONG.set(bytes, at, value);
    }

    @Override
    public void insert(byte[] added) {
        Objects.requireNonNull(added, "added");
        insert(added, 0, added.length);
    }

    @Override
    public void insert(byte[] added, int from, int count) {
        Objects.requireNonNull(added, "added");
        Objects.checkFromIndexSize(from, count, added.length);
        int at = extendFront(count);
        System.arraycopy(added, from, bytes, at, count);
    }

    @Override
    public void insert(ByteBuffer added) {
        Objects.requireNonNull(added, "added");
        int count = added.remaining();
        int at = extendFront(count);
        added.get(bytes, at, count);
    }

    @Override
    public void insertU16(int value) {
        inRange(value, 0xffff);
        int at = extendFront(2);
        SHORT.set(bytes, at, (short) value);
    }

    @Override
    public void insertU32(long value) {
        inRange(value, 0xffff_ffffL);
        int at = extendFront(4);
        INT.set(bytes, at, (int) value);
    }

    @Override
    public void insertU64(long value) {
        int at = extendFront(8);
        LONG.set(bytes, at, value);
    }

    @Override
    public void trim(int count) {
        cutFront(count);
    }

    @Override
    public int trimU16() {
        int at = cutFront(2);
        return (short) SHORT.get(bytes, at) & 0xffff;
    }

    @Override
    public long trimU32() {
        int at = cutFront(4);
        return (int) INT.get(bytes, at) & 0xffff_ffffL;
    }

    @Override
    public long trimU64() {
        int at = cutFront(8);
        return (long) LONG.get(bytes, at);
    }

    @Override
    public void chop(int count) {
        cut(count);
    }

    @Override
    public int chopU16() {
        int at = cut(2);
        return (short) SHORT.get(bytes, at) & 0xffff;
    }

    @Override
    public long chopU32() {
        int at = cut(4);
        return (int) INT.get(bytes, at) & 0xffff_ffffL;
    }

    @Override
    public long chopU64() {
        int at = cut(8);
        return (long) LONG.get(bytes, at);
    }

    @Override
    public void clear() {
        check();
        length = 0;
    }

    /** {@return a view of the bytes} */
    final ByteBuffer view() {
        return ByteBuffer.wrap(bytes, offset, length).slice();
    }
}
