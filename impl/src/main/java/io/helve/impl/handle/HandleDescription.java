package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioHandleSnapshot;
import io.helve.aio.provider.AioCanceller;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Describes a handle for exceptions, log entries and observers. Any thread may ask, while other threads use the handle:
 * each field is read once.
 */
final class HandleDescription {
    private HandleDescription() {}

    /** {@return the identity of the handle, its phase, and the operation in progress with its age} */
    static String of(Handle handle) {
        String running = handle.isUnderWay() ? " for " + age(handle) + ", " + ofOperation(handle) : "";
        return identity(handle) + ": " + handle.phaseName() + running + (handle.isStopped() ? ", stopped" : "");
    }

    /** {@return the number, the name and the tenant of the handle, such as "handle 17 (orders) of a.bundle"} */
    static String identity(Handle handle) {
        return "handle " + handle.number + (handle.name == null ? "" : " (" + handle.name + ")") + " of "
                + handle.tenant.name();
    }

    /** {@return for how long the operation has been in progress, to a tenth of a second} */
    private static String age(Handle handle) {
        return Nanos.age(handle.tenant.expiry().now() - handle.startedNanos);
    }

    /** {@return the exception for a call that needs a handle without an operation in progress} */
    static IllegalStateException inProgress(Handle handle, String call, String advice) {
        String age = handle.isUnderWay() ? ", for " + age(handle) : "";
        return new IllegalStateException(
                call + " while an operation is in progress: " + ofOperation(handle) + age + ", on " + identity(handle)
                        + advice,
                handle.startedAt);
    }

    /** {@return the operation in progress, in the words of its provider} */
    static String ofOperation(Handle handle) {
        AioCanceller running = handle.canceller;
        if (running != null) {
            return ofCanceller(running);
        }
        return handle.isUnderWay() ? "an operation that cannot be cancelled" : "an operation that is completing";
    }

    /** {@return the last operation, if it has failed, in the words of its provider; otherwise null} */
    static String ofFailed(Handle handle) {
        AioCanceller failed = handle.failedBy;
        return failed == null ? null : ofCanceller(failed);
    }

    private static String ofCanceller(AioCanceller running) {
        try {
            return running.describe();
        } catch (Throwable e) {
            return running.getClass().getName();
        }
    }

    /** {@return the class that wrote the callback, or an empty text without a callback} */
    static String ofCallback(Handle handle) {
        BiConsumer<? super Aio, Object> present = handle.callback;
        return present == null ? "" : HandleFactory.nameOf(present, handle.argument);
    }

    /** {@return a snapshot of the handle for observers} */
    static AioHandleSnapshot snapshot(Handle handle, String id, long now) {
        AioHandleSnapshot.State seen = handle.observed();
        AioCanceller running = seen == AioHandleSnapshot.State.PENDING ? handle.canceller : null;
        return new AioHandleSnapshot(
                id,
                handle.tenant.name(),
                ofCallback(handle),
                seen,
                running == null ? "" : ofCanceller(running),
                handle.counts.operations(),
                Duration.ofNanos(Math.max(0, now - handle.allocatedAt)));
    }
}
