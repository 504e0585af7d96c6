package io.helve.sp.impl.message;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A message's body and the memory it is in: an array from the pool or from outside, which duplicates share until one of
 * them is changed.
 *
 * <p>A view of the array ({@link #body}, {@link #writableBody}) that its user keeps too long must show nothing of
 * another conversation. The body therefore remembers whether there are views of its array ({@link Exposure}). An array
 * with views never goes back to the pool, is copied before the receiver of the message changes it, and is copied when
 * the message is handed over if a view can write.
 */
abstract class Body extends Part implements Message {
    /** Who outside of this package may still look into an array. */
    enum Exposure {
        /** Nobody. */
        HIDDEN,

        /** Somebody may have a view that reads, or the array itself is from outside. */
        READABLE,

        /** Somebody may have a view that writes. */
        WRITABLE;

        Exposure and(Exposure other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    /** Room before a body that had to be moved because something was inserted. */
    private static final int HEADROOM = 32;

    /** The longest array that every JVM makes. */
    static final int LONGEST = Integer.MAX_VALUE - 64;

    private BytePool pool;

    /** Counts the messages that share the array; null while the array is this message's alone. */
    private RefCount share;

    /** The views of the array that this message, or the one that it was made from, has handed out. */
    private Exposure exposure;

    /** Whether the array must be copied before it is changed, because a former owner may see it. */
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

    /** Appends a buffer, which may be a view of this very body: the array is given away after it has been copied. */
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

    /**
     * Lets go of the array, which goes back to the pool if nobody else can see it.
     *
     * @return the count that no message uses any more, or null
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

    @Override
    public void resize(int newLength) {
        if (newLength < 0) {
            throw new AioException(AioError.EINVAL, "length must not be negative, but is " + newLength);
        }
        check();
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
        if (kept > capacity()) { // the array is not this message's alone: its length is promised, so is another array
            move(kept, 0, 0, null);
        }
    }

    // ---- duplicates and hand-over

    /** Makes this body, which has no array, a duplicate of another one. */
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

    /** Takes the body of another message, which has none afterwards; views of that message show nothing later. */
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

    /** {@return whether this body counts with this from now on; not if it has a count already} */
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
