package io.helve.itest.foreign;

import io.helve.aio.AioError;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.SocketTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers of the wrong protocol are counted over transports and schemes of others, too. */
class WrongProtocolTest extends SocketTest {
    @ParameterizedTest
    @ValueSource(strings = {"nio://127.0.0.1:0", "frames://127.0.0.1:0"})
    void isCountedAsRejectedOnBothSides(String url) {
        SpSocket rep = open(SpProtocol.REP);
        SpSocket push = open(SpProtocol.PUSH);
        SpListener listener = listen(rep, url);
        SpDialer dialer = dialer(push, listener.dialUrl().toString());
        assertFails(AioError.EPROTO, dialer::start);
        eventually(() -> stat(rep, "reject") == 1
                && stat(push, "reject") == 1
                && listener.statistics().child("reject").orElseThrow().value() == 1
                && dialer.statistics().child("reject").orElseThrow().value() == 1);
    }
}
