package io.helve.races;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.MuxCollector;
import org.openjdk.jcstress.infra.collectors.SerializedBufferCollector;
import org.openjdk.jcstress.infra.grading.ConsoleReportPrinter;
import org.openjdk.jcstress.infra.grading.ExceptionReportPrinter;
import org.openjdk.jcstress.infra.grading.TextReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.PresetRegularTopology;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs the race tests, with the options of jcstress but other defaults: small strides, so that timeouts and actors
 * meet, and no tight spinning. jcstress's own main class would leave out tests with more actors than the machine has
 * processors. Here the actors are not tied to processors, which the completion threads need too, and may share them.
 * The runner prints its results and writes no files; after an unacceptable outcome it throws an {@link AssertionError}
 * at the end.
 */
public final class Jcstress {
    private static final int MOST_ACTORS = 3;
    private static final Map<String, String> DEFAULTS = Map.of(
            "-strideSize", "64", "-strideCount", "1", "-spinStyle", "THREAD_YIELD", "-sc", "false", "-pth", "false");

    private Jcstress() {}

    /**
     * Runs the tests.
     *
     * @param args options of jcstress; with {@code -jvmArgs} there is one run of each test instead of one for each
     *     compiler
     * @throws Exception if jcstress cannot run
     */
    public static void main(String... args) throws Exception {
        List<String> line = new ArrayList<>(List.of(args));
        DEFAULTS.forEach((option, value) -> {
            if (!line.contains(option)) {
                line.add(option);
                line.add(value);
            }
        });
        Options options = new Options(line.toArray(String[]::new));
        if (!options.parse()) {
            System.exit(1);
        }
        VMSupport.initFlags(options);
        VMSupport.detectAvailableVMConfigs(
                options.isSplitCompilation(), options.getJvmArgs(), options.getJvmArgsPrepend());
        Scheduler scheduler = new Scheduler(new PresetRegularTopology(1, MOST_ACTORS, 1), MOST_ACTORS);
        List<TestConfig> configs = configs(options, scheduler);
        options.printSettingsOn(System.out);

        InProcessCollector results = new InProcessCollector();
        ConsoleReportPrinter progress =
                new ConsoleReportPrinter(options, new PrintWriter(System.out, true), configs.size());
        SerializedBufferCollector sink = new SerializedBufferCollector(MuxCollector.of(progress, results));
        TestExecutor executor = new TestExecutor(options.verbosity(), sink, scheduler);
        progress.setExecutor(executor);
        executor.runAll(configs);
        sink.close();
        progress.printFinishLine();
        new TextReportPrinter(options, results).work();
        if (results.getTestResults().isEmpty()) {
            throw new AssertionError("no test matches " + options.getTestFilter());
        }
        new ExceptionReportPrinter(results).work();
    }

    private static List<TestConfig> configs(Options options, Scheduler scheduler) {
        Pattern filter = Pattern.compile(options.getTestFilter());
        List<VMSupport.Config> machines = VMSupport.getAvailableVMConfigs();
        if (!options.getJvmArgs().isEmpty()) {
            machines = machines.subList(0, 1); // jcstress would add one with biased locking
        }
        List<TestConfig> configs = new ArrayList<>();
        for (String test : TestList.tests()) {
            if (filter.matcher(test).find()) {
                TestInfo info = TestList.getInfo(test);
                SchedulingClass actors = scheduler
                        .scheduleClasses(info.threads(), MOST_ACTORS, AffinityMode.NONE)
                        .get(0);
                for (VMSupport.Config vm : machines) {
                    for (int fork = 0; fork < options.getForks(); fork++) {
                        configs.add(new TestConfig(options, info, fork, vm.args(), CompileMode.UNIFIED, actors));
                    }
                }
            }
        }
        Collections.shuffle(configs);
        return configs;
    }
}
