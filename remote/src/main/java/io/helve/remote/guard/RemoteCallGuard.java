package io.helve.remote.guard;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides which callers may call which exported services. Register an object of this type as a service. If there are
 * several, a call is made only if all of them allow it.
 *
 * <p>A guard is asked before each call, before the arguments are read, on a thread that calls services: it may block,
 * and the call waits. Several threads ask at the same time. No lock is held.
 */
@ConsumerType
public interface RemoteCallGuard {
    /**
     * Decides about a call. A guard that throws refuses the call.
     *
     * @param call the call
     * @return whether the call may be made; if not, the caller gets a {@code ServiceException} of type {@code REMOTE}
     *     that says so, and the refusal is logged
     * @throws Exception if the guard cannot decide
     */
    boolean mayCall(RemoteCall call) throws Exception;
}
