package io.helve.impl.file;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * One operation on a regular file.
 *
 * <pre>
 * STARTING --admit--&gt; WAITING --take--&gt; WORKING --run has finished--&gt; the task is dropped
 *     |                  '--withdraw--&gt; ENDED
 *     '--refused--&gt; the task is dropped
 * </pre>
 *
 * <p>The service's lock guards {@code operation} until the task is queued, and {@code state} always. The annotation
 * {@code GuardedBy} cannot express a lock that is reached through several objects.
 */
abstract class RegularTask extends FileWork implements AioCanceller {
    private enum State {
        STARTING,
        WAITING,
        WORKING,
        ENDED
    }

    final RegularFile file;

    /** The number of transferred bytes; used by the thread that runs the task. */
    long count;

    private AioOperation operation;
    private State state = State.STARTING;

    /** The reason of a cancel that has come before or during the work; read at each boundary by the running thread. */
    private volatile AioError reason;

    RegularTask(RegularFile file) {
        this.file = file;
    }

    /** Does the work and sets {@link #count}, also before it throws. Checks {@link #reasonToEnd} at each boundary. */
    abstract AioError carryOut(FileChannel channel) throws IOException;

    final AioOperation operation() {
        return operation;
    }

    /** {@return the error with which the work has to end at this boundary, or null to continue} */
    final AioError reasonToEnd() {
        AioError why = reason;
        return why == null && file.isClosed() ? AioError.ECLOSED : why;
    }

    /** Makes the task wait for a thread; under the lock. {@return null, or the reason of an earlier cancel} */
    final AioError admit(AioOperation started) {
        operation = started;
        if (reason == null) {
            state = State.WAITING;
        }
        return reason;
    }

    /** Takes the task out of its queue; under the lock. {@return false if the task is not waiting} */
    final boolean withdraw() {
        if (state != State.WAITING) {
            return false;
        }
        if (queue != null) {
            queue.remove(this);
        }
        state = State.ENDED;
        return true;
    }

    @Override
    final boolean take() {
        state = State.WORKING;
        return true;
    }

    @Override
    final void run() {
        AioError error;
        Throwable cause = null;
        try {
            error = carryOut(file.channel());
        } catch (Throwable e) {
            error = FileErrors.of(e);
            cause = FileErrors.cause(file.path(), e);
        }
        operation.finish(error, count, cause);
        file.ended(this);
    }

    @Override
    public final void cancel(AioOperation op, AioError why) {
        file.lock().lock();
        try {
            if (!withdraw()) {
                reason = why;
                return;
            }
        } finally {
            file.lock().unlock();
        }
        operation.finish(why, 0);
        file.ended(this);
    }
}
