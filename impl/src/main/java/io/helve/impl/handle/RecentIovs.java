package io.helve.impl.handle;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * The last two lists of buffers of a handle, so that an operation that takes turns with two allocates nothing. An array
 * is never changed: providers may hold it. What is not in use is remembered weakly, because a handle that rests must
 * not keep alive a buffer that its user has given up.
 */
final class RecentIovs {
    private WeakReference<ByteBuffer[]> last;
    private WeakReference<ByteBuffer[]> other = new WeakReference<>(null);

    /**
     * Begins.
     *
     * @param present what is in use
     */
    RecentIovs(ByteBuffer[] present) {
        last = new WeakReference<>(present);
    }

    /** {@return an array of the buffers, which differ from the buffers of the last call} */
    ByteBuffer[] get(ByteBuffer[] buffers) {
        ByteBuffer[] found = other.get();
        WeakReference<ByteBuffer[]> next = other;
        if (found == null || !same(found, buffers)) {
            found = buffers.clone();
            next = new WeakReference<>(found);
        }
        other = last;
        last = next;
        return found;
    }

    /** {@return whether two lists are of the same buffers: not equal ones} */
    static boolean same(ByteBuffer[] a, ByteBuffer[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }
}
