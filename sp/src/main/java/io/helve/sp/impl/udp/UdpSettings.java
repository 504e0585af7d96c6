package io.helve.sp.impl.udp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.UdpOptions;
import io.helve.stream.StreamOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The options of one dialer or listener. */
final class UdpSettings {
    private static final Set<StreamOption<?>> KNOWN =
            Set.of(UdpOptions.COPY_MAX, UdpOptions.CONNECT_RETRY, UdpOptions.CONNECT_EXPIRE, UdpOptions.PEERS_MAX);

    @GuardedBy("this")
    private final Map<StreamOption<?>, Object> values = new HashMap<>();

    synchronized <T> void set(StreamOption<T> option, T value) {
        T checked = option.check(value);
        require(option);
        values.put(option, checked);
    }

    synchronized <T> T get(StreamOption<T> option) {
        require(option);
        Object value = values.get(option);
        return value == null ? option.defaultValue() : option.type().cast(value);
    }

    private static void require(StreamOption<?> option) {
        if (!KNOWN.contains(option)) {
            throw new AioException(AioError.ENOTSUP, "udp has no option " + option);
        }
    }

    int copyMax() {
        return get(UdpOptions.COPY_MAX);
    }

    Duration retry() {
        return get(UdpOptions.CONNECT_RETRY);
    }

    Duration expire() {
        return get(UdpOptions.CONNECT_EXPIRE);
    }

    int maxPeers() {
        return get(UdpOptions.PEERS_MAX);
    }
}
