package io.helve.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark and every case runs. These tests check no speed. */
class BenchmarksRunTest {
    @TempDir
    Path directory;

    @Test
    void everyJmhBenchmarkRuns() throws Exception {
        Set<String> run = new TreeSet<>();
        run.addAll(run(tiny("AllocBenchmark")));
        run.addAll(run(tiny("AwaitBenchmark")));
        run.addAll(run(tiny("CallbackBenchmark").param("inFlight", "64")));
        run.addAll(run(tiny("ArmBenchmark").param("outstanding", "100")));
        run.addAll(run(tiny("SleepBenchmark").param("count", "100").param("spreadMillis", "5")));
        run.addAll(run(tiny("LatencyBenchmark")));
        run.addAll(run(tiny("SubscriptionBenchmark").param("topics", "100")));

        assertEquals(existing(), run);
    }

    private static Set<String> existing() {
        Set<String> names = new TreeSet<>();
        BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .forEach(entry -> names.add(entry.getUsername()));
        return names;
    }

    private ChainedOptionsBuilder tiny(String benchmark) {
        return new OptionsBuilder()
                .include("\\." + benchmark + "\\.")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(5))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .output(directory.resolve("jmh.log").toString());
    }

    private static Set<String> run(ChainedOptionsBuilder options) throws Exception {
        Collection<RunResult> results = new Runner(options.build()).run();
        Set<String> names = new TreeSet<>();
        results.forEach(result -> names.add(result.getParams().getBenchmark()));
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "helve, open, 1",
        "helve, alloc, 1",
        "helve, await, 1",
        "helve-exclusive, await, 1",
        "helve, cancel, 1",
        "helve, callback-1, 1",
        "helve-exclusive, callback-timeout-64, 1",
        "futures, callback-64, 1",
        "futures, callback-timeout-64, 1",
        "helve, arm-100, 1",
        "scheduled, arm-100, 1",
        "wheel, arm-100, 1",
        "helve, sleep-cancel-100, 1",
        "helve, latency-busy, 2",
        "helve, latency-idle, 2",
        "futures, latency-idle, 2",
        "helve, idle-100, 3",
        "helve, idle-0, 3",
    })
    void everyCaseReports(String peer, String name, int lines) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new CoreBench(new PrintStream(out, true, StandardCharsets.UTF_8), 0.001, 0.02).run(peer, name);

        List<String> reported = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(lines, reported.size(), reported::toString);
        for (String line : reported) {
            assertTrue(line.matches(name + "\\t[a-z0-9-]+\\t-?[0-9]+\\.[0-9]+\\t[a-z/]+"), line);
        }
    }

    @ParameterizedTest
    @CsvSource({"helve", "scheduled", "wheel"})
    void noSleepEndsEarly(String peer) {
        try (Sleeps sleeps = new Sleeps(Peer.of(peer), 200, 50)) {
            Sleeps.Result result = sleeps.run();

            assertEquals(200, result.lateness().length);
            assertTrue(peer.equals("wheel") || result.percentile(0) >= 0, () -> "early by " + -result.percentile(0));
        }
    }
}
