package io.helve.operator;

import io.helve.annotation.ThreadSafe;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The OSGi service for closing what statistics show, such as a socket that a bundle has forgotten. It is not part of
 * the statistics services, so that the right to see does not include the right to close.
 *
 * <p>Each implementation closes objects of its own only, so a caller asks one implementation after the other.
 */
@ProviderType
@ThreadSafe
public interface ResourceCloser {
    /**
     * Closes an object as its owner could do, without waiting for the end. Operations that are pending on it end with
     * an error, as after {@code close}.
     *
     * @param id the id, as statistics show it: {@code handle/default/3/17}, {@code socket/4}, {@code dialer/5},
     *     {@code listener/6}, {@code pipe/7}, {@code stream/8} and so on
     * @return whether this service knew the object
     */
    boolean close(String id);
}
