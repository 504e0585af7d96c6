package io.helve.shell.perf;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One side of a test. */
@Command(sortOptions = false, abbreviateSynopsis = true, description = "")
final class PerfSideCommand implements Callable<Integer> {
    private final PerfRun run;
    private final PerfProgram program;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "URL", description = "the URL at which the local side listens")
    private String url;

    @Parameters(index = "1", paramLabel = "MSG-SIZE", description = "the length of each message in bytes")
    private int size;

    @Parameters(index = "2", paramLabel = "COUNT", description = "the number of round trips or messages")
    private int count;

    @Mixin
    private PerfFlags flags;

    PerfSideCommand(PerfRun run, PerfProgram program) {
        this.run = run;
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        run.with(spec.commandLine(), program, flags, url, size, count);
        return 0;
    }
}
