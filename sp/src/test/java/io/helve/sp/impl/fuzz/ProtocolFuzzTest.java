package io.helve.sp.impl.fuzz;

import io.helve.sp.SpProtocol;
import io.helve.sp.impl.QuietLog;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.device.Device;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SocketTenant;
import io.helve.sp.impl.socket.SpRuntime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Peers that send whatever comes to their mind, come and go, do not read, while the user does whatever can be done to a
 * socket: every protocol, cooked and raw. Only pipes whose peers have broken the rules end, and a well-behaved peer
 * beside them is served.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProtocolFuzzTest extends SpTest {
    private final FakeTransport transport = new FakeTransport();
    private SpRuntime sp;
    private SocketTenant tenant;
    private QuietLog log;

    @BeforeEach
    void open() {
        log = new QuietLog();
        sp = new SpRuntime(ProtocolFactory::create, Device::start);
        sp.add(transport);
        tenant = sp.open("fuzz", factory);
    }

    @AfterEach
    void close() {
        tenant.close();
        sp.close();
        log.close();
    }

    @ParameterizedTest
    @EnumSource
    void cooked(SpProtocol protocol) {
        fuzz(protocol, false);
    }

    @ParameterizedTest
    @EnumSource
    void raw(SpProtocol protocol) {
        fuzz(protocol, true);
    }

    private void fuzz(SpProtocol protocol, boolean raw) {
        Fuzz.run((raw ? "raw " : "") + protocol.protocolName(), 3, random -> {
            try (SocketRound round = new SocketRound(factory, tenant, transport, protocol, raw, random)) {
                long inputs = round.run();
                log.assertQuiet();
                return inputs;
            }
        });
    }
}
