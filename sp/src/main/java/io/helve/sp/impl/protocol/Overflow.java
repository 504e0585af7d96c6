package io.helve.sp.impl.protocol;

/** What a full buffer does with a message more. */
enum Overflow {
    /** Drops its oldest message and keeps the new one. */
    DROP_OLDEST,

    /** Drops the new message. */
    DROP_NEWEST
}
