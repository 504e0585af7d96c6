package io.helve.shell.services;

import io.helve.shell.failure.CommandException;

/**
 * A service that only some commands need. It is looked up, and its bundles are started, when a command uses it; the
 * other commands run without it.
 *
 * @param <S> the type of the service
 */
@FunctionalInterface
public interface LateService<S> {
    /** The part of a command that uses the service. */
    @FunctionalInterface
    interface Use<S> {
        /** Runs with the service, which must not be used after the return. */
        void with(S service) throws Exception;
    }

    /**
     * Runs {@code use} with the service and releases the service afterwards.
     *
     * @throws CommandException if the service is not available
     */
    void use(Use<S> use) throws Exception;
}
