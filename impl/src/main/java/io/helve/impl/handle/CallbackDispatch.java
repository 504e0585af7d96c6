package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.impl.pool.Completion;
import io.helve.impl.pool.Worker;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Where a handle's callback runs: on the pool, where the operation ends, or on an executor of the user's, which may run
 * it late, twice, inline or never; or nowhere, if it is skipped.
 */
abstract class CallbackDispatch extends OperationValues implements Runnable {
    final HandleTenant tenant;

    /** In what phase a completion waits for its callback. */
    private final int waitingPhase;

    /** Cleared on release. */
    private BiConsumer<? super Aio, Object> callback;

    private Object argument;

    /** Where the callback runs, or null for the pool, or for where the operation ends. */
    private Executor executor;

    /** Whether the callback runs where the operation ends. */
    private final boolean inline;

    /** A thread that gives the next completion to the executor after a callback; it may find itself running it. */
    private Thread handing;

    /** Whether a completion for the executor is on its way through the pool. */
    private boolean relayed;

    /** Whether a completion for the executor has gone to the pool instead. */
    private volatile boolean onPool;

    /** Who has asked to skip the callback of the operation in progress; only that thread can do it. */
    private Thread skipper;

    /** Who has skipped the callback of the last operation, or null; nobody else shall take it for skipped. */
    private Thread skippedBy;

    CallbackDispatch(
            HandleTenant tenant, BiConsumer<? super Aio, Object> callback, Object argument, Executor executor) {
        this.tenant = tenant;
        this.callback = callback;
        this.argument = argument;
        this.inline = executor == AioFactory.INLINE;
        this.executor = inline ? null : executor;
        this.waitingPhase = this.executor == null ? FINISHING : HANDED;
    }

    /** Lets go of everything that is the user's. */
    final void forgetCallback() {
        callback = null;
        argument = null;
        executor = null;
    }

    // ---- running the callback

    @Override
    boolean hasCallback() {
        return callback != null;
    }

    @Override
    boolean skip(boolean possible) {
        Thread current = Thread.currentThread();
        boolean skips = possible && skipper == current;
        if (skips) {
            skippedBy = current;
        }
        return skips;
    }

    @Override
    boolean isSkipping() {
        return skipper == Thread.currentThread();
    }

    @Override
    void dispatch() {
        if (waitingPhase == HANDED) {
            relayOrHand();
        } else if (inline && !tenant.expiry().isCurrent()) { // no user code runs on the expiry thread
            runInline();
        } else {
            tenant.pool().dispatch(this);
        }
    }

    private void relayOrHand() {
        if (tenant.expiry().isCurrent()) {
            relayed = true; // the executor may run it inline
            tenant.pool().dispatch(this);
        } else {
            hand();
            handOver();
        }
    }

    /** Runs the callback here, and those of the operations that it starts and that end meanwhile. */
    private void runInline() {
        if (!beginCallback(FINISHING)) {
            return;
        }
        ForeignCallbacks.Place place = ForeignCallbacks.enter();
        try {
            do {
                call();
            } while (nextCallback());
        } finally {
            ForeignCallbacks.leave(place);
        }
    }

    /** Gives the completion, which is HANDED, to the user's executor. */
    private void handOver() {
        try {
            executor.execute(this);
        } catch (Throwable e) { // decided already: a completion is never lost
            tenant.rejected(this, e);
            dispatchToPool();
        }
    }

    private void dispatchToPool() {
        onPool = true;
        tenant.pool().dispatch(this);
    }

    @Override
    protected Completion complete(Worker worker) {
        if (relayed) {
            relayed = false;
            worker.enter(this, tenant.contextLoader());
            hand();
            handOver();
            worker.leave();
            return null;
        }
        if (waitingPhase == HANDED) {
            onPool = false;
        }
        if (!beginCallback(waitingPhase)) {
            return null;
        }
        worker.enter(this, tenant.contextLoader());
        call();
        worker.leave();
        if (!endCallback(waitingPhase)) {
            return null;
        }
        if (waitingPhase == HANDED) {
            handOver(); // the executor may take the next one again
            return null;
        }
        return this;
    }

    /**
     * Runs the callback on the user's executor, and as long as that runs things inline, those of the next operations.
     */
    @Override
    public void run() {
        if (handing == Thread.currentThread()) {
            handing = null; // the executor runs inline: the loop below goes on, on the same stack
            return;
        }
        if (!beginCallback(HANDED)) {
            return;
        }
        ForeignCallbacks.Place place = ForeignCallbacks.enter();
        try {
            do {
                call();
            } while (endCallback(HANDED) && handedInline() && beginCallback(HANDED));
        } finally {
            ForeignCallbacks.leave(place);
        }
    }

    private void call() {
        try {
            callback.accept(this, argument);
        } catch (Throwable e) {
            tenant.callbackFailed(this, e);
        }
    }

    /**
     * {@return whether the executor has called {@link #run} from inside execute} With executors that mix both, several
     * threads may meet here; that a completion is run once is decided by {@link #beginCallback} alone.
     */
    private boolean handedInline() {
        Thread current = Thread.currentThread();
        handing = current;
        handOver();
        if (handing == current) {
            handing = null;
            return false;
        }
        return true;
    }

    /**
     * Has the pool run what the user's executor was given and has not run; should it do so after all, it finds nothing.
     */
    void takeBack() {
        if (isHanded() && !onPool) {
            dispatchToPool();
        }
    }

    // ---- skipping the callback

    @Override
    public void skipCallback() {
        skippedBy = null; // a start that is refused silently has skipped nothing
        skipper = Thread.currentThread();
    }

    @Override
    public boolean skipped() {
        Thread current = Thread.currentThread();
        if (skipper == current) {
            skipper = null;
        }
        return skippedBy == current;
    }

    /** A new operation has begun. */
    final void forgetSkipped() {
        skippedBy = null;
    }
}
