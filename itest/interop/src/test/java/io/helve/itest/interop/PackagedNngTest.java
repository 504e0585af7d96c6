package io.helve.itest.interop;

import org.junit.jupiter.api.BeforeAll;

/** Sockets of ours with sockets of the packaged version of nng. */
abstract class PackagedNngTest extends NngTest {
    @BeforeAll
    static void compileTheirSide() throws Exception {
        NngProgram.PACKAGED.demand();
    }
}
