package io.helve.sp.impl.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.AioRuntime;
import io.helve.testkit.ChosenJars;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sockets of a program without OSGi need byte streams, and Netty, only for schemes other than inproc. */
class MissingStreamsTest {
    private static final String SOCKETS = "io.helve.sp.SpSockets";
    private static final String SOCKET = "io.helve.sp.SpSocket";

    @Test
    void withoutNettySocketsWorkInTheProcessAndTheFirstOtherSchemeNamesTheMissingLibraries() throws Exception {
        try (ChosenJars program = ChosenJars.of(
                AioRuntime.class,
                Class.forName("io.helve.impl.standalone.StandaloneProvider"),
                SocketsExtension.class,
                Class.forName("io.helve.net.standalone.NetExtension"))) {
            Object rep = openRep(program);
            program.call(SOCKET, "listen", rep, "inproc://here");
            String refusal = assertThrows(
                            RuntimeException.class, () -> program.call(SOCKET, "listen", rep, "tcp://127.0.0.1:0"))
                    .getMessage();
            String begin = "ENOTSUP: no transport for tcp://: no byte streams: add io.netty:netty-common,";
            assertEquals(begin, refusal.substring(0, Math.min(begin.length(), refusal.length())));
        }
    }

    @Test
    void withoutTheModuleOfStreamsItIsNamed() throws Exception {
        try (ChosenJars program = ChosenJars.of(
                AioRuntime.class,
                Class.forName("io.helve.impl.standalone.StandaloneProvider"),
                SocketsExtension.class)) {
            Object rep = openRep(program);
            assertEquals(Set.of("inproc"), program.call(SOCKETS, "schemes", program.service(SOCKETS)));
            String refusal = assertThrows(
                            RuntimeException.class, () -> program.call(SOCKET, "dial", rep, "tcp://127.0.0.1:1"))
                    .getMessage();
            assertEquals(
                    "ENOTSUP: no transport for tcp://: no StreamFactory: add io.helve:io.helve.net to the class path or"
                            + " module path; schemes now: inproc",
                    refusal);
        }
    }

    private static Object openRep(ChosenJars program) throws Exception {
        Object sockets = program.service(SOCKETS);
        return program.call(SOCKETS, "open", sockets, program.constant("io.helve.sp.SpProtocol", "REP"));
    }
}
