package io.helve.races.stress;

/** Where the callbacks of a handle run. */
enum Way {
    POOL,
    EXECUTOR,
    INLINE,
    NO_CALLBACK
}
