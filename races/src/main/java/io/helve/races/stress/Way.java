package io.helve.races.stress;

/** Where the callbacks of a handle run. */
enum Way {
    POOL,
    EXECUTOR,
    INLINE,
    /** An executor of the user's runs the callbacks at once, on the finishing thread. */
    DIRECT,
    NO_CALLBACK
}
