package io.helve.shell.perf;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Both sides of a test, in this process. */
@Command(sortOptions = false, abbreviateSynopsis = true, description = "")
final class PerfInprocCommand implements Callable<Integer> {
    private final PerfRun run;
    private final PerfProgram program;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MSG-SIZE", description = "the length of each message in bytes")
    private int size;

    @Parameters(index = "1", paramLabel = "COUNT", description = "the number of round trips or messages")
    private int count;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "the URL that connects the two sockets (default: inproc://helve-perf)")
    private String url = "inproc://helve-perf";

    @Mixin
    private PerfFlags flags;

    PerfInprocCommand(PerfRun run, PerfProgram program) {
        this.run = run;
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        run.with(spec.commandLine(), program, flags, url, size, count);
        return 0;
    }
}
