package io.helve.shell.perf;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code helve perf}: the programs of nng's perf are its subcommands. */
@Command(
        name = "perf",
        header = "Measures latency and throughput of messages, as nng's perf programs do.",
        synopsisSubcommandLabel = "TEST",
        commandListHeading = "%nTests:%n",
        description = {
            "",
            "A local side listens and a remote side dials. Start them in this order, in two processes, with the same size"
                    + " and count; either may be nng's. The inproc tests do both in one process. Results are printed by"
                    + " remote_lat, local_thr and the inproc tests.",
            "",
            "URLs are tcp://HOST:PORT, tls+tcp://HOST:PORT, ipc:///PATH (or unix), abstract://NAME, ws://HOST:PORT/PATH,"
                    + " wss://HOST:PORT/PATH and inproc://NAME.",
            "",
            "For example: helve perf local_lat tcp://127.0.0.1:5555 64 100000",
            "and elsewhere: helve perf remote_lat tcp://127.0.0.1:5555 64 100000",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:an error, or the two sides have different sizes",
            "2:wrong usage",
            "3:no connection: refused, not found, not trusted, or listening at the URL failed",
            "4:the peer disconnected before the end",
            "130:interrupted (Ctrl-C)"
        })
public final class PerfCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    private PerfCommand() {}

    public static CommandLine commandLine(PerfRun run) {
        CommandLine perf = new CommandLine(new PerfCommand());
        for (PerfProgram program : PerfProgram.values()) {
            CommandLine command = new CommandLine(
                    program.isHere() ? new PerfInprocCommand(run, program) : new PerfSideCommand(run, program));
            command.getCommandSpec().usageMessage().header(program.header());
            perf.addSubcommand(program.programName(), command, program.aliases());
        }
        return perf;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which test?");
    }
}
