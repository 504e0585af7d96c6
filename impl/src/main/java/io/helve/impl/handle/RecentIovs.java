package io.helve.impl.handle;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * Remembers the last two lists of buffers of a handle, so that a user who alternates between two lists allocates
 * nothing. An array is never changed, because providers may hold it. The list that is not in use is remembered weakly,
 * because an idle handle must not keep a buffer alive that its user has dropped.
 */
final class RecentIovs {
    private WeakReference<ByteBuffer[]> last;
    private WeakReference<ByteBuffer[]> other = new WeakReference<>(null);

    /**
     * Creates an object that remembers one list.
     *
     * @param present the array in use
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

    /** {@return whether two lists hold the same buffers, by identity} */
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
