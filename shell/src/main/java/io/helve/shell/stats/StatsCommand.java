package io.helve.shell.stats;

import io.helve.aio.AioSnapshot;
import io.helve.aio.AioStatistics;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.services.CommandServices;
import io.helve.stream.StreamSnapshot;
import io.helve.stream.StreamStatistics;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code helve stats}: the statistics of the completion pools and byte streams of this process. */
@Command(
        name = "stats",
        header =
                "Shows the counters and histograms of every completion pool of this process, and the counters of its streams.",
        description = {"", "In the shell these are the pools that the other commands use, too.", ""})
public final class StatsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "as JSON, times in nanoseconds")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    private final CommandServices services;

    /** Creates the command. */
    public StatsCommand(CommandServices services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        List<AioSnapshot> pools = services.pools().stream()
                .map(AioStatistics::snapshot)
                .sorted(Comparator.comparing(snapshot -> snapshot.config().pool()))
                .toList();
        List<StreamSnapshot> networks =
                services.networks().stream().map(StreamStatistics::snapshot).toList();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? StatsJson.format(pools, networks) : StatsText.format(pools, networks));
        out.flush();
        return ExitCode.OK.value();
    }
}
