package io.helve.message;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/** The connection from which a message was received. {@code io.helve.sp.SpPipe} extends this interface. */
@ProviderType
@ThreadSafe
public interface MessagePipe {
    /**
     * Returns the number of the pipe. Mirrors {@code nng_pipe_id}.
     *
     * @return the number, above zero; no two open pipes of a socket have the same number
     */
    int id();
}
