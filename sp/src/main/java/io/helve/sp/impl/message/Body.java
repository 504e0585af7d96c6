package io.helve.sp.impl.message;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A message's body and the memory it is in: an array from the pool or from outside, which duplicates share until one of
 * them is changed.
 *
 * <p>A user may keep a view of the array ({@link #body}, {@link #writableBody}) after the message was freed or sent;
 * such a view must never show another message. The body therefore remembers whether there are views of its array
 * ({@link Exposure}). An array with views never goes back to the pool, is copied before the receiver of the message
 * changes it, and is copied when the message is handed over if a view can write.
 */
abstract class Body extends Part implements Message {
    /** Which views of an array may exist outside of this package. */
    enum Exposure {
        /** No view exists. */
        HIDDEN,

        /** A read-only view may exist, or a user has provided the array. */
        READABLE,

        /** A writable view may exist. */
        WRITABLE;

        Exposure and(Exposure other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    /** Free bytes before a body that was moved to make room for an insertion. */
    private static final int HEADROOM = 32;

    /** The longest array that every JVM makes. */
    static final int LONGEST = Integer.MAX_VALUE - 64;

    private BytePool pool;

    /** Counts the messages that share the array; null while the array is this message's alone. */
    private RefCount share;

    /**
     * The most permissive view of the array that was handed out by this message, or by the original of this duplicate.
     */
    private Exposure exposure;

    /** Whether the array must be copied before it is changed, because a former owner may have a view of it. */
    private boolean frozen;

    Body(BytePool pool, byte[] bytes, int length, Exposure exposure) {
        super(bytes, 0, length);
        this.pool = pool;
        this.exposure = exposure;
    }

    // ---- room

    @Override
    void room(int before, int behind) {
        if (!fits(before, behind)) {
            makeRoom(before, behind, null);
        }
    }

    private boolean fits(int before, int behind) {
        return offset >= before && bytes.length - offset - length >= behind && !isCopiedBeforeChange();
    }

    private boolean isCopiedBeforeChange() {
        return frozen || share != null && (share.get() > 1 || share.exposure() != Exposure.HIDDEN);
    }

    /**
     * Appends a buffer, which may be a view of this very body: the old array is released only after it has been copied.
     */
    @Override
    public void append(ByteBuffer added) {
        Objects.requireNonNull(added, "added");
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
        Objects.requireNonNull(added, "added");
        check();
        insertUnchecked(added);
    }

    /** Inserts a buffer, also into a message that has been passed on. */
    final void insertUnchecked(ByteBuffer added) {
        int count = added.remaining();
        makeRoomIfNeeded(count, added);
        offset -= count;
        length += count;
    }

    private void makeRoomIfNeeded(int count, ByteBuffer added) {
        if (fits(count, 0)) {
            added.get(bytes, offset - count, count);
        } else {
            makeRoom(count, 0, added);
        }
    }

    /** Moves the body to an array with room, and copies the added bytes, if not null, into that room. */
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

    /**
     * Moves the body to a place in an array of its own, and copies the added bytes, if not null, before or behind the
     * body.
     */
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

    /**
     * Releases the array. The array goes back to the pool if no other message and no view can see it.
     *
     * @return the reference count that no message uses any longer, or null
     */
    final RefCount release() {
        RefCount left = share;
        boolean last = left == null || left.leave();
        boolean hidden = exposure == Exposure.HIDDEN && (left == null || left.exposure() == Exposure.HIDDEN);
        if (last && hidden && !frozen) {
            pool.give(bytes);
        }
        share = null;
        exposure = Exposure.HIDDEN;
        frozen = false;
        return last ? left : null;
    }

    // ---- views

    private void expose(Exposure added) {
        exposure = exposure.and(added);
        if (share != null) {
            share.expose(added);
        }
    }

    @Override
    public ByteBuffer body() {
        check();
        expose(Exposure.READABLE);
        return view().asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer writableBody() {
        check();
        room(0, 0);
        expose(Exposure.WRITABLE);
        return view();
    }

    @Override
    public byte[] toByteArray() {
        check();
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** {@return the array that holds the body; for reading} */
    public final byte[] array() {
        return bytes;
    }

    /** {@return the index in the array at which the body begins} */
    public final int arrayOffset() {
        return offset;
    }

    /** {@return the body's length} */
    public final int bodyLength() {
        return length;
    }

    // ---- length

    @Override
    public int capacity() {
        check();
        return isCopiedBeforeChange() ? length : bytes.length - offset;
    }

    @Override
    public void reserve(int capacity) {
        check();
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity must not be negative, but is " + capacity);
        }
        if (capacity > LONGEST) {
            throw new AioException(AioError.ENOMEM, "a capacity of " + capacity + " is more than an array can hold");
        }
        if (capacity > capacity()) {
            move(Math.max(capacity, length), 0, 0, null);
        }
    }

    @Override
    public void resize(int newLength) {
        check();
        if (newLength < 0) {
            throw new IllegalArgumentException("length must not be negative, but is " + newLength);
        }
        int added = newLength - length;
        if (added > 0) {
            int end = length;
            lengthen(added);
            Arrays.fill(bytes, offset + end, offset + newLength, (byte) 0);
        } else {
            length = newLength;
        }
    }

    /**
     * Makes the body longer; the new bytes may hold anything.
     *
     * @param count by how many bytes
     */
    public final void lengthen(int count) {
        room(0, count);
        length += count;
    }

    @Override
    public void clear() {
        check();
        int kept = capacity();
        length = 0;
        if (kept > capacity()) { // the array is shared, and clear() keeps the capacity: takes another array
            move(kept, 0, 0, null);
        }
    }

    // ---- duplicates and hand-over

    /** Makes this body, which has no array, a duplicate of another body. */
    final void share(Body original) {
        if (original.share == null) {
            original.share = new RefCount();
            original.share.expose(original.exposure);
        }
        share = original.share;
        share.join();
        pool = original.pool;
        exposure = original.exposure;
        frozen = original.frozen;
        bytes = original.bytes;
        offset = original.offset;
        length = original.length;
    }

    /**
     * Takes the body over from another message, which is empty afterwards. Views of the other message do not show later
     * changes.
     */
    final void takeOver(Body former) {
        Exposure seen = former.share == null ? former.exposure : former.exposure.and(former.share.exposure());
        pool = former.pool;
        bytes = former.bytes;
        offset = former.offset;
        length = former.length;
        share = former.share;
        frozen = former.frozen || seen == Exposure.READABLE;
        exposure = Exposure.HIDDEN;
        former.bytes = null;
        former.length = 0;
        former.share = null;
        former.frozen = false;
        if (seen == Exposure.WRITABLE) {
            frozen = true;
            move(Math.max(1, length), 0, 0, null);
        }
    }

    /** {@return whether this body uses the fresh count from now on; false if the body has a count already} */
    final boolean useShare(RefCount fresh) {
        if (share != null) {
            return false;
        }
        fresh.restart();
        fresh.expose(exposure);
        share = fresh;
        return true;
    }
}
