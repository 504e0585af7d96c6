package io.helve.remote.call;

import io.helve.stream.StreamUrl;
import java.util.Set;

/** What the scheme of an address tells about its connections. */
public final class AddressTraits {
    private static final Set<String> ENCRYPTED = Set.of("tls+tcp", "tls+tcp4", "tls+tcp6", "wss", "wss4", "wss6");
    private static final Set<String> LOCAL = Set.of("inproc", "ipc", "unix", "abstract");

    private AddressTraits() {}

    /** {@return whether connections to the address use TLS} */
    public static boolean isEncrypted(StreamUrl url) {
        return ENCRYPTED.contains(url.scheme());
    }

    /** {@return whether only processes on the same machine can connect to the address} */
    public static boolean isLocal(StreamUrl url) {
        return LOCAL.contains(url.scheme());
    }
}
