package io.helve.sp.impl.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.sp.impl.QuietLog;
import io.helve.sp.provider.SpTransport;
import io.helve.sp.provider.SpTransportDialer;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamUrl;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The schemes are those of the property, and a service without it is asked; the log says what is odd about that once.
 */
class TransportServicesTest {
    private static final SpTransport ASKED = new SpTransport() {
        @Override
        public Set<String> schemes() {
            return Set.of("asked");
        }

        @Override
        public SpTransportDialer dialer(StreamUrl url, SpTransportHost host) {
            throw new UnsupportedOperationException(url.toString());
        }

        @Override
        public SpTransportListener listener(StreamUrl url, SpTransportHost host) {
            throw new UnsupportedOperationException(url.toString());
        }
    };

    @Test
    void whatIsOddIsLoggedWhenItChangesOnly() {
        SpRuntimeComponent host = new SpRuntimeComponent(Map.of());
        try (QuietLog log = new QuietLog()) {
            host.addTransport(ASKED, Map.of(SpTransport.SCHEME, "Asked"));
            log.assertQuiet();
            host.updateTransport(ASKED, Map.of());
            host.updateTransport(ASKED, Map.of("service.ranking", 1));
            assertEquals(1, log.messages().size(), log.messages()::toString);
            host.updateTransport(ASKED, Map.of(SpTransport.SCHEME, "one"));
            host.updateTransport(ASKED, Map.of(SpTransport.SCHEME, "one", "service.ranking", 1));
            assertEquals(2, log.messages().size(), log.messages()::toString);
            host.removeTransport(ASKED);
            host.addTransport(ASKED, Map.of(SpTransport.SCHEME, "one"));
            assertEquals(3, log.messages().size(), log.messages()::toString);
        } finally {
            host.deactivate();
        }
    }
}
