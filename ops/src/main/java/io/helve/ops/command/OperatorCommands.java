package io.helve.ops.command;

import io.helve.aio.AioCallbackSnapshot;
import io.helve.internal.PrintableText;
import io.helve.ops.model.Observed;
import io.helve.ops.model.Sightings;
import io.helve.ops.text.Quantity;
import io.helve.ops.text.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The commands, for any shell: each takes words and prints a table for people or, with {@code --json}, for programs. A
 * command that is used wrongly throws an {@link IllegalArgumentException} whose message says how it is used.
 */
public final class OperatorCommands {
    private static final Usage POOLS =
            Usage.list("pools", "Lists the completion pools: threads, completions that wait, and how long they wait.");
    private static final Usage TENANTS = Usage.list(
            "tenants", "Lists the bundles that use each pool, with their handles and how their operations have ended.");
    private static final Usage HANDLES = Usage.list(
            "handles",
            "Lists open handles, the oldest first. SEEN PENDING is the time since an earlier look at the same operation;"
                    + " --own leaves out the handles that sockets and streams need.",
            "--own",
            "--state=",
            "--limit=");
    private static final Usage CALLBACKS =
            Usage.list("callbacks", "Lists the callbacks that run now, the longest first.", "--stack");
    private static final Usage SOCKETS = Usage.list("sockets", "Lists the sockets with their counters.");
    private static final Usage PIPES = Usage.list("pipes", "Lists the pipes of sockets with their counters.");
    private static final Usage STREAMS = Usage.list("streams", "Lists the connections of byte streams.");
    private static final Usage LISTENERS =
            Usage.list("listeners", "Lists the listeners of sockets and of streams with their last failures.");
    private static final Usage DIALERS =
            Usage.list("dialers", "Lists the dialers of sockets and of streams with their last failures.");
    private static final Usage ENDPOINTS = Usage.list(
            "endpoints",
            "Lists the services that are exported to other frameworks and imported from them: where they are, calls,"
                    + " how long they take, and the last failure.");
    private static final Usage CALL = new Usage(
            "call",
            "Calls a method of an exported or imported service, and prints the result: the name of an interface or the"
                    + " id of an endpoint, the method, and its arguments: texts, numbers, true, false, names of constants."
                    + " Arguments that begin with - follow after --.",
            List.of(Usage.HELP),
            List.of(),
            "WORD");
    private static final Usage CONFIG = new Usage(
            "config",
            "Lists the settings in force, where they come from, and why a configuration is refused.",
            List.of(Usage.JSON, Usage.HELP),
            List.of(),
            "");
    private static final Usage TOP = new Usage(
            "top",
            "Shows rates again and again until Ctrl-C: every 2 seconds, unless --interval says otherwise.",
            List.of(Usage.JSON, Usage.HELP),
            List.of(Usage.BUNDLE, "--interval", "--count"),
            "");
    private static final Usage CLOSE = new Usage(
            "close",
            "Closes handles, sockets, dialers, listeners, pipes or streams by the ids that the other commands show.",
            List.of(Usage.HELP),
            List.of(),
            "ID");

    private static final List<Usage> ALL = List.of(
            POOLS, TENANTS, HANDLES, CALLBACKS, SOCKETS, PIPES, STREAMS, LISTENERS, DIALERS, ENDPOINTS, CALL, CONFIG,
            TOP, CLOSE);

    private final Observed observed;
    private final Tables tables;
    private final Sightings sightings = new Sightings(System::nanoTime);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Creates the commands.
     *
     * @param observed what they show
     */
    public OperatorCommands(Observed observed) {
        this.observed = observed;
        tables = new Tables(observed);
    }

    /** {@return what each command takes} */
    public static List<Usage> usages() {
        return ALL;
    }

    /**
     * Runs a command by its name.
     *
     * @param name the name of one of {@link #usages}
     * @param out where it prints
     * @param words the words after the command
     * @throws InterruptedException if the thread is interrupted in {@code top}
     */
    public void run(String name, PrintStream out, String... words) throws InterruptedException {
        switch (name) {
            case "pools" -> pools(out, words);
            case "tenants" -> tenants(out, words);
            case "handles" -> handles(out, words);
            case "callbacks" -> callbacks(out, words);
            case "sockets" -> sockets(out, words);
            case "pipes" -> pipes(out, words);
            case "streams" -> streams(out, words);
            case "listeners" -> listeners(out, words);
            case "dialers" -> dialers(out, words);
            case "endpoints" -> endpoints(out, words);
            case "call" -> call(out, words);
            case "config" -> config(out, words);
            case "top" -> top(out, words);
            case "close" -> close(out, words);
            default -> throw new IllegalArgumentException("there is no command helve:" + name);
        }
    }

    /** Ends commands that would go on until they are interrupted. */
    public void stop() {
        stopped.countDown();
    }

    /** Prints the pools. */
    public void pools(PrintStream out, String... words) {
        list(POOLS, out, words, tables::pools);
    }

    /** Prints the tenants of each pool. */
    public void tenants(PrintStream out, String... words) {
        list(TENANTS, out, words, tables::tenants);
    }

    /** Prints the handles. */
    public void handles(PrintStream out, String... words) {
        list(HANDLES, out, words, arguments -> {
            Map<String, Long> seenFor = sightings.look(observed.handles());
            return tables.handles(arguments, seenFor);
        });
    }

    /** Prints the callbacks that run, with their stacks if asked for. */
    public void callbacks(PrintStream out, String... words) {
        Arguments arguments = Arguments.parse(CALLBACKS, List.of(words));
        if (helps(arguments, CALLBACKS, out)) {
            return;
        }
        List<AioCallbackSnapshot> running = tables.callbacks(arguments);
        print(Tables.callbacks(running), arguments, out);
        if (arguments.has("--stack") && !arguments.has(Usage.JSON)) {
            Map<Long, StackTraceElement[]> stacks = Thread.getAllStackTraces().entrySet().stream()
                    .collect(Collectors.toMap(each -> each.getKey().getId(), Map.Entry::getValue));
            running.forEach(callback -> {
                out.println("\n" + callback.thread() + ", callback of " + callback.tenant());
                for (StackTraceElement frame : stacks.getOrDefault(callback.threadId(), new StackTraceElement[0])) {
                    out.println("  at " + frame);
                }
            });
        }
    }

    /** Prints the sockets. */
    public void sockets(PrintStream out, String... words) {
        list(SOCKETS, out, words, tables::sockets);
    }

    /** Prints the pipes. */
    public void pipes(PrintStream out, String... words) {
        list(PIPES, out, words, tables::pipes);
    }

    /** Prints the connections. */
    public void streams(PrintStream out, String... words) {
        list(STREAMS, out, words, tables::streams);
    }

    /** Prints the listeners. */
    public void listeners(PrintStream out, String... words) {
        list(LISTENERS, out, words, tables::listeners);
    }

    /** Prints the dialers. */
    public void dialers(PrintStream out, String... words) {
        list(DIALERS, out, words, tables::dialers);
    }

    /** Prints the exported and imported services. */
    public void endpoints(PrintStream out, String... words) {
        list(ENDPOINTS, out, words, tables::remoteServices);
    }

    /** Calls a method of an exported or imported service. */
    public void call(PrintStream out, String... words) {
        Arguments arguments = Arguments.parse(CALL, List.of(words));
        if (helps(arguments, CALL, out)) {
            return;
        }
        List<String> operands = arguments.operands();
        if (operands.size() < 2) {
            throw new IllegalArgumentException("helve:call needs a service and a method, see helve:endpoints");
        }
        TextCall call = new TextCall(operands.get(1), operands.subList(2, operands.size()));
        long begin = System.nanoTime();
        try {
            Object result = observed.use(operands.get(0), call::of);
            long nanos = System.nanoTime() - begin;
            out.println(PrintableText.of(String.valueOf(result)));
            out.println("in " + Quantity.duration(nanos));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PrintableText.of(e.getMessage()), e);
        } catch (Exception e) {
            out.println(PrintableText.of("failed: " + e));
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Prints the settings in force. */
    public void config(PrintStream out, String... words) {
        list(CONFIG, out, words, arguments -> tables.config());
    }

    /** Prints rates until it is interrupted, these commands are stopped, or it has printed them often enough. */
    public void top(PrintStream out, String... words) throws InterruptedException {
        Arguments arguments = Arguments.parse(TOP, List.of(words));
        if (helps(arguments, TOP, out)) {
            return;
        }
        long interval = arguments.number("--interval", 2);
        long count = arguments.number("--count", Long.MAX_VALUE);
        Top top = new Top(observed);
        top.begin(arguments);
        for (long i = 0; i < count && !stopped.await(interval, TimeUnit.SECONDS); i++) {
            if (i > 0 && !arguments.has(Usage.JSON)) {
                out.println();
            }
            print(top.look(arguments, System.nanoTime()), arguments, out);
            out.flush();
        }
    }

    /** Closes objects by their ids. */
    public void close(PrintStream out, String... words) {
        Arguments arguments = Arguments.parse(CLOSE, List.of(words));
        if (helps(arguments, CLOSE, out)) {
            return;
        }
        if (arguments.operands().isEmpty()) {
            throw new IllegalArgumentException("helve:close needs an id, such as socket/3");
        }
        for (String id : arguments.operands()) {
            if (!observed.close(id)) {
                throw new IllegalArgumentException("nothing open has the id " + id);
            }
            out.println("closed " + id);
        }
    }

    private static void list(Usage usage, PrintStream out, String[] words, Function<Arguments, Table> table) {
        Arguments arguments = Arguments.parse(usage, List.of(words));
        if (!helps(arguments, usage, out)) {
            print(table.apply(arguments), arguments, out);
        }
    }

    private static boolean helps(Arguments arguments, Usage usage, PrintStream out) {
        if (arguments.has(Usage.HELP)) {
            out.print(usage.help());
            return true;
        }
        return false;
    }

    private static void print(Table table, Arguments arguments, PrintStream out) {
        out.print(arguments.has(Usage.JSON) ? table.toJson() : table.toText());
    }
}
