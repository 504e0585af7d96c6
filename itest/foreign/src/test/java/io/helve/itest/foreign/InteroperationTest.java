package io.helve.itest.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.Await;
import io.helve.testkit.SocketTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of the transport and of the scheme of others are those of Helve's transport {@code tcp}. */
class InteroperationTest extends SocketTest {
    @ParameterizedTest
    @CsvSource({"tcp, frames", "frames, tcp", "nio, frames", "tcp, nio", "nio, tcp"})
    void theTwoSidesNeedNotBeOfOneMaker(String listening, String dialing) throws InterruptedException {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        String url = listen(rep, listening + "://127.0.0.1:0").dialUrl().toString();
        dial(req, url.replace(listening, dialing));
        for (int i = 0; i < 100; i++) {
            send(req, "ping " + i);
            assertEquals("ping " + i, receive(rep));
            send(rep, "pong " + i);
            assertEquals("pong " + i, receive(req));
        }
    }

    @AfterAll
    static void theLoopsHaveEnded() {
        Await.eventually(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("foreign-nio")));
    }
}
