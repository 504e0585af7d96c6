package io.helve.message;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message: a header, which belongs to the protocol, and a body, which is the application's. A message has one owner at a
 * time; passing it to an operation that succeeds passes it on.
 *
 * <p>This is the part of {@code nng_msg} that a handle carries; it is used by one thread at a time.
 */
@ProviderType
public interface Message {
    /**
     * Returns the header's bytes.
     *
     * @return a read-only view from position 0 to the header's length
     */
    ByteBuffer header();

    /**
     * Returns the body's bytes.
     *
     * @return a read-only view from position 0 to the body's length
     */
    ByteBuffer body();
}
