package io.helve.message;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/** The connection that a message came by. {@code io.helve.sp.SpPipe} extends this, and tells more of it. */
@ProviderType
@ThreadSafe
public interface MessagePipe {
    /**
     * Returns the number of the pipe. Mirrors {@code nng_pipe_id}.
     *
     * @return the number, above zero; no two open pipes of a socket have the same
     */
    int id();
}
