package io.helve.sp.impl.endpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.SpProtocol;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.provider.SpTransportHost;
import org.junit.jupiter.api.Test;

/** A transport of others may let as many connections linger as our own may, by its host alone. */
class LingeringHostTest extends SpTest {
    @Test
    void aHostAllowsALimitedNumberOfConnectionsToLinger() {
        OddTransport transport = new OddTransport();
        SpRuntime sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.add(transport);
        sp.open("a test", factory).open(SpProtocol.PAIR0).dialer(OddTransport.URL);
        SpTransportHost host = transport.host;
        for (int i = 0; i < LingeringPipes.MOST; i++) {
            assertTrue(host.beginLingering());
        }
        assertFalse(host.beginLingering());
        host.endLingering();
        assertTrue(host.beginLingering());
        for (int i = 0; i < LingeringPipes.MOST; i++) {
            host.endLingering();
        }
        sp.close();
    }
}
