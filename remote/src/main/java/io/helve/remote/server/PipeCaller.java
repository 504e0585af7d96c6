package io.helve.remote.server;

import io.helve.internal.PrintableText;
import io.helve.message.Message;
import io.helve.remote.guard.RemoteCaller;
import io.helve.sp.SpPipe;
import io.helve.stream.StreamProperty;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The caller at the other end of a pipe. */
final class PipeCaller implements RemoteCaller {
    /** Null if the message came from no pipe; then nothing is known of the caller. */
    private final SpPipe pipe;

    private final Object key;

    private PipeCaller(SpPipe pipe) {
        this.pipe = pipe;
        key = findKey();
    }

    /** {@return the caller who has sent a message} */
    static PipeCaller of(Message message) {
        return new PipeCaller(SpPipe.of(message));
    }

    /**
     * Returns what tells this caller from others: the certificate, else the user of {@code ipc}, else the address
     * without the port, of IPv6 the network of 64 bits. All callers of whom nothing is known are one, and so are all
     * loopback addresses: a process of this machine may use any of them.
     */
    Object key() {
        return key;
    }

    private Object findKey() {
        Optional<X509Certificate> certificate = certificate();
        if (certificate.isPresent()) {
            return certificate.get();
        }
        OptionalInt user = userId();
        if (user.isPresent()) {
            return user.getAsInt();
        }
        if (address().orElse(null) instanceof InetSocketAddress internet && internet.getAddress() != null) {
            if (internet.getAddress().isLoopbackAddress()) {
                return "loopback";
            }
            return internet.getAddress() instanceof Inet6Address wide
                    ? (Object) ByteBuffer.wrap(wide.getAddress()).getLong()
                    : internet.getAddress();
        }
        return "unknown";
    }

    @Override
    public Optional<X509Certificate> certificate() {
        if (!get(StreamProperty.TLS_VERIFIED).orElse(false)) {
            return Optional.empty();
        }
        return get(StreamProperty.TLS_PEER_CERTIFICATES).stream()
                .flatMap(List::stream)
                .findFirst();
    }

    @Override
    public Optional<SocketAddress> address() {
        return get(StreamProperty.REMOTE_ADDRESS);
    }

    @Override
    public OptionalInt userId() {
        return number(StreamProperty.IPC_PEER_UID);
    }

    @Override
    public OptionalInt groupId() {
        return number(StreamProperty.IPC_PEER_GID);
    }

    @Override
    public OptionalInt processId() {
        return number(StreamProperty.IPC_PEER_PID);
    }

    private OptionalInt number(StreamProperty<Integer> property) {
        Integer value = pipe == null ? null : pipe.get(property);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    @Override
    public <T> Optional<T> get(StreamProperty<T> property) {
        return pipe == null ? Optional.empty() : Optional.ofNullable(pipe.get(property));
    }

    /** {@return what is known of the caller, for the log} */
    @Override
    public String toString() {
        List<String> known = new ArrayList<>();
        certificate()
                .ifPresent(certificate -> known.add("certificate "
                        + PrintableText.of(certificate.getSubjectX500Principal().getName())));
        userId().ifPresent(user -> known.add("user " + user));
        processId().ifPresent(process -> known.add("process " + process));
        address()
                .map(Object::toString)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> known.add("address " + PrintableText.of(text)));
        return known.isEmpty() ? "unknown" : String.join(", ", known);
    }
}
