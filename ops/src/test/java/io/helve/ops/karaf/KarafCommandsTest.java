package io.helve.ops.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.ops.RuntimeSources;
import io.helve.ops.command.OperatorCommands;
import io.helve.ops.model.Observed;
import io.helve.testkit.SocketTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KarafCommandsTest extends SocketTest {
    private final List<Command> registered = new ArrayList<>();
    private Runnable removal;

    /** What the commands use of Karaf: each method has an answer. */
    private static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    var answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new AssertionError("unexpected call of " + method);
                    }
                    return answer.apply(arguments);
                });
        return type.cast(proxy);
    }

    @BeforeEach
    void registerCommands() {
        Registry registry = fake(
                Registry.class,
                Map.of(
                        "register",
                                arguments -> {
                                    registered.add((Command) arguments[0]);
                                    return null;
                                },
                        "unregister",
                                arguments -> {
                                    registered.remove(arguments[0]);
                                    return null;
                                }));
        SessionFactory factory = fake(SessionFactory.class, Map.of("getRegistry", arguments -> registry));
        Observed observed = new Observed(new RuntimeSources(runtime));
        removal = KarafCommands.register(factory, new OperatorCommands(observed), observed);
    }

    private Command command(String name) {
        return registered.stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Session session(PrintStream out) {
        return fake(
                Session.class,
                Map.of(
                        "getConsole", arguments -> out,
                        "resolveCommand", arguments -> "helve:" + arguments[0]));
    }

    /** The candidates at the end of a line. */
    private static List<String> complete(Command command, String buffer) {
        String[] words = buffer.split(" ", -1);
        String last = words[words.length - 1];
        CommandLine line = fake(
                CommandLine.class,
                Map.of(
                        "getArguments", arguments -> words,
                        "getCursorArgumentIndex", arguments -> words.length - 1,
                        "getCursorArgument", arguments -> last,
                        "getArgumentPosition", arguments -> last.length(),
                        "getBufferPosition", arguments -> buffer.length(),
                        "getBuffer", arguments -> buffer));
        List<String> candidates = new ArrayList<>();
        int begin = command.getCompleter(true).complete(session(System.out), line, candidates);
        assertEquals(candidates.isEmpty() ? -1 : buffer.length() - last.length(), begin);
        return candidates;
    }

    @Test
    void allCommandsAreRegisteredAndGoAgain() {
        assertEquals(
                OperatorCommands.usages().stream()
                        .map(usage -> "helve:" + usage.name())
                        .collect(Collectors.toSet()),
                registered.stream()
                        .map(each -> each.getScope() + ":" + each.getName())
                        .collect(Collectors.toSet()));
        removal.run();
        assertEquals(List.of(), registered);
    }

    @Test
    void aCommandPrintsToItsSession() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Command each : List.copyOf(registered)) {
            assertNull(each.execute(session(new PrintStream(bytes, true, UTF_8)), List.of("--help")));
            assertTrue(bytes.toString(UTF_8).contains("helve:" + each.getName() + " "), each.getName());
        }
    }

    @Test
    void aLineThatBeginsIsCompletedByItsCommandOnly() {
        Command pools = command("pools");
        assertEquals(List.of("helve:pools "), complete(pools, "helve:p"));
        assertEquals(List.of(), complete(pools, "bundle:l"));
        assertEquals(List.of("--json "), complete(pools, "helve:pools --j"));
        assertEquals(List.of("--json "), complete(pools, "pools --j"));
        assertEquals(List.of(), complete(pools, "helve:pipes --j"));
        assertEquals(Set.of("--help ", "--bundle "), Set.copyOf(complete(pools, "helve:pools --json ")));
    }
}
