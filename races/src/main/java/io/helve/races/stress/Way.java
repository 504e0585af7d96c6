package io.helve.races.stress;

/** Where the callbacks of a handle run. */
enum Way {
    POOL,
    EXECUTOR,
    INLINE,
    /** By an executor of the user's that runs tasks at once. */
    DIRECT,
    NO_CALLBACK
}
