package io.helve.impl.handle;

/** Which thread calls a canceller. A canceller is code of a provider, and may block. */
enum CancellerThread {
    /** The thread that cancels or stops. */
    CALLER,

    /** A worker, because the present thread must not be blocked. */
    WORKER,

    /** A worker, except for the canceller of a sleep: it is Helve's own and never blocks. */
    WORKER_UNLESS_SLEEP
}
