package io.helve.message;

import org.osgi.annotation.versioning.ProviderType;

/** What a message knows of the connection it came by; {@code io.helve.sp.SpPipe} says more. */
@ProviderType
public interface MessagePipe {
    /**
     * Returns its number. Mirrors {@code nng_pipe_id}.
     *
     * @return the number, above zero; no two open pipes of a socket have the same
     */
    int id();
}
