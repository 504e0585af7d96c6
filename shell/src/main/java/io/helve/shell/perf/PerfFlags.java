package io.helve.shell.perf;

import io.helve.shell.tls.TlsFlags;
import io.helve.sp.SpProtocol;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of all tests of {@code helve perf}. */
final class PerfFlags {
    @ArgGroup(exclusive = true)
    private Protocol protocol = new Protocol();

    @ArgGroup(validate = false, heading = "%nFor tls+tcp and wss:%n")
    private TlsFlags tls = new TlsFlags();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    /** The protocol of the sockets. */
    private static final class Protocol {
        @Option(names = "--pair1", description = "use pair, version 1 (the default, as in nng)")
        private boolean pair1;

        @Option(names = "--pair0", description = "use pair, version 0")
        private boolean pair0;

        @Option(names = "--reqrep0", description = "use req and rep; for latency only")
        private boolean reqrep0;

        @Option(names = "--bus0", description = "use bus; for latency only")
        private boolean bus0;
    }

    TlsFlags tls() {
        return tls;
    }

    boolean isForLatencyOnly() {
        return protocol.reqrep0 || protocol.bus0;
    }

    SpProtocol listening() {
        return protocol.reqrep0 ? SpProtocol.REP : dialing();
    }

    SpProtocol dialing() {
        if (protocol.reqrep0) {
            return SpProtocol.REQ;
        }
        if (protocol.bus0) {
            return SpProtocol.BUS;
        }
        return protocol.pair0 ? SpProtocol.PAIR0 : SpProtocol.PAIR1;
    }
}
