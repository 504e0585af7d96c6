package io.helve.net.stream;

import io.helve.net.RandomTransfer;
import io.helve.net.StreamTest;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cancels and timeouts at any moment lose no byte. */
class RandomCancelTest extends StreamTest {
    private static final long BYTES = 64L << 20;

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL", "IO_URING"})
    void noByteIsLostDuplicatedOrReordered(Transport transport) {
        control.configure(StreamConfig.DEFAULTS.withTransport(transport));
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        new RandomTransfer(factory, pair.dialed(), pair.accepted(), BYTES).check();
    }
}
