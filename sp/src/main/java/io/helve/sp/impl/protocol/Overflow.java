package io.helve.sp.impl.protocol;

/** The rule for a full buffer that gets a further message. */
enum Overflow {
    /** The buffer drops its oldest message and keeps the new message. */
    DROP_OLDEST,

    /** The buffer drops the new message. */
    DROP_NEWEST
}
