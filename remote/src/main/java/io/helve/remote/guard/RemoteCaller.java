package io.helve.remote.guard;

import io.helve.stream.StreamProperty;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is known of the process at the other end of the connection over which a call has come. If a device of the
 * Scalability Protocols is in between, that process is the device.
 */
@ProviderType
public interface RemoteCaller {
    /**
     * Returns the certificate of the caller.
     *
     * @return the certificate that the caller has presented; empty if it has presented none, or if the certificate was
     *     not verified
     */
    Optional<X509Certificate> certificate();

    /**
     * Returns the address of the caller.
     *
     * @return the address; empty if connections of this kind have none
     */
    Optional<SocketAddress> address();

    /**
     * Returns the user of the calling process.
     *
     * @return the numeric user id; empty unless the connection is one of {@code ipc} and the system tells the user, see
     *     {@link StreamProperty#IPC_PEER_UID}
     */
    OptionalInt userId();

    /**
     * Returns the group of the calling process.
     *
     * @return the numeric group id; empty if {@link #userId} is
     */
    OptionalInt groupId();

    /**
     * Returns the number of the calling process.
     *
     * @return the process id; empty if {@link #userId} is
     */
    OptionalInt processId();

    /**
     * Returns another property of the connection.
     *
     * @param <T> the type of the property
     * @param property the property, such as {@link StreamProperty#TLS_VERSION}
     * @return the value; empty if the connection does not have the property
     */
    <T> Optional<T> get(StreamProperty<T> property);
}
