package io.helve.net.stream;

/**
 * Decides when a channel is flushed: at the end of each turn of sending. While the channel is in the middle of a read,
 * the flush waits for the end of the read, so that one system call sends the answers of all inline callbacks.
 *
 * <p>The state belongs to the event loop.
 *
 * <pre>
 *               written
 *   CLEAN ------------------&gt; WRITTEN
 *     | ^ &lt;-----flushed---------  |
 *     | |                         | readBegins
 *     | | readEnds                v
 *     | +------- READING -----&gt; DEFERRED
 *     +---------&gt;        written
 *      readBegins
 * </pre>
 *
 * {@code readEnds} leads from DEFERRED to WRITTEN, and {@code flushed} from DEFERRED to READING: a channel whose
 * outbound buffer is full is flushed in the middle of a read, too.
 */
enum FlushState {
    /** Everything that was written has been flushed. */
    CLEAN,
    /** Something was written that must be flushed at the end of this turn. */
    WRITTEN,
    /** The channel reads; nothing was written since the last flush. */
    READING,
    /** The channel reads; something was written that is flushed at the end of the read. */
    DEFERRED;

    FlushState written() {
        return switch (this) {
            case CLEAN, WRITTEN -> WRITTEN;
            case READING, DEFERRED -> DEFERRED;
        };
    }

    FlushState flushed() {
        return switch (this) {
            case CLEAN, WRITTEN -> CLEAN;
            case READING, DEFERRED -> READING;
        };
    }

    FlushState readBegins() {
        return switch (this) {
            case CLEAN, READING -> READING;
            case WRITTEN, DEFERRED -> DEFERRED;
        };
    }

    FlushState readEnds() {
        return switch (this) {
            case CLEAN, READING -> CLEAN;
            case WRITTEN, DEFERRED -> WRITTEN;
        };
    }

    /** {@return whether something was written since the last flush} */
    boolean isPending() {
        return this == WRITTEN || this == DEFERRED;
    }

    /** {@return whether the channel is in the middle of a read} */
    boolean isReading() {
        return this == READING || this == DEFERRED;
    }
}
