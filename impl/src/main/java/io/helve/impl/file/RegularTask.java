package io.helve.impl.file;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** One operation on a regular file. Its state changes under the service's lock. */
abstract class RegularTask extends Work implements AioCanceller {
    private enum State {
        STARTING,
        WAITING,
        WORKING,
        ENDED
    }

    final RegularFile file;
    /** What was transferred; by the thread at work. */
    long count;

    private AioOperation operation;
    private State state = State.STARTING;
    /** Why it shall end early; read at each boundary by the thread at work. */
    private volatile AioError reason;

    RegularTask(RegularFile file) {
        this.file = file;
    }

    /** Does the work and sets {@link #count}, also when it throws; at each boundary it asks {@link #reasonToEnd}. */
    abstract AioError carryOut(FileChannel channel) throws IOException;

    final AioOperation operation() {
        return operation;
    }

    /** Why the work shall end at this boundary, null to go on. */
    final AioError reasonToEnd() {
        AioError why = reason;
        return why == null && file.isClosed() ? AioError.ECLOSED : why;
    }

    /** Under the lock: it may wait for a thread now; otherwise returns why not. */
    final AioError admit(AioOperation started) {
        operation = started;
        if (reason == null) {
            state = State.WAITING;
        }
        return reason;
    }

    /** Under the lock: takes it out of where it waits; false if it is not waiting. */
    final boolean withdraw() {
        if (state != State.WAITING) {
            return false;
        }
        if (list != null) {
            list.remove(this);
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
