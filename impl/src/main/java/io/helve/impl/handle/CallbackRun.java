package io.helve.impl.handle;

/** Whether the end of an operation runs the callback of its handle. */
enum CallbackRun {
    /** The callback runs. */
    DUE,

    /** No callback runs: the handle has none, or the thread that finishes the operation has asked to skip it. */
    NONE
}
