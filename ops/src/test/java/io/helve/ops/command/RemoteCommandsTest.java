package io.helve.ops.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.ops.RemoteSources;
import io.helve.ops.health.Findings;
import io.helve.ops.health.RemoteCheck;
import io.helve.ops.health.Severity;
import io.helve.ops.jmx.JmxViews;
import io.helve.ops.model.Observed;
import io.helve.testkit.SocketTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands, the beans and the check for remote services. */
class RemoteCommandsTest extends SocketTest {
    private RemoteSources sources;
    private Observed observed;
    private OperatorCommands commands;

    @BeforeEach
    void open() {
        sources = new RemoteSources(runtime);
        sources.service = new Clock();
        sources.type = Time.class;
        observed = new Observed(sources);
        commands = new OperatorCommands(observed);
    }

    /** A service. */
    public interface Time {
        int add(int a, int b);

        String add(String a, String b);

        TimeUnit next(TimeUnit unit);

        BigDecimal scaled(BigDecimal number, boolean up, char unit);

        CompletableFuture<int[]> later(long number);

        void nothing();

        void fail(String text);
    }

    private static final class Clock implements Time {
        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public String add(String a, String b) {
            return a + b;
        }

        @Override
        public TimeUnit next(TimeUnit unit) {
            return TimeUnit.values()[unit.ordinal() + 1];
        }

        @Override
        public BigDecimal scaled(BigDecimal number, boolean up, char unit) {
            return up && unit == 'k' ? number.scaleByPowerOfTen(3) : number;
        }

        @Override
        public CompletableFuture<int[]> later(long number) {
            return CompletableFuture.completedFuture(new int[] {(int) number, 0});
        }

        @Override
        public void nothing() {}

        @Override
        public void fail(String text) {
            throw new IllegalStateException(text);
        }
    }

    private String output(String command, String... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            commands.run(command, out, words);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String call(String... words) {
        return output("call", words).lines().findFirst().orElseThrow();
    }

    @Test
    void endpointsAreListedWithTheirBundlesCallsAndTroubles() {
        sources.failure = "ECONNREFUSED";
        String table = output("endpoints");
        assertTrue(
                table.lines()
                        .anyMatch(line -> line.matches("exported +id-1 +service.bundle \\[3] +org.example.Clock"
                                + " +tcp://127.0.0.1:7000 +bound +5 +1 +2 +3 +4 +0 .*")),
                table);
        assertTrue(
                table.lines()
                        .anyMatch(line -> line.matches(
                                "imported .* connecting .*1970-01-01T00:00:00Z +no answer in" + " time +ECONNREFUSED")),
                table);
        assertEquals(1, output("endpoints", "--json", "--bundle", "5").lines().count());
        assertTrue(output("endpoints", "--json", "--bundle", "other").contains("\"side\":\"imported\""));
        assertEquals("[]\n", output("endpoints", "--json", "--bundle", "third"));
    }

    @Test
    void aMethodIsCalledWithArgumentsInText() {
        assertEquals("3", call("Time", "add", "1", "2"));
        assertEquals("1b", call("Time", "add", "1", "b"));
        assertEquals("-1", call("Time", "add", "--", "-3", "2"));
        assertEquals("HOURS", call("Time", "next", "MINUTES"));
        assertEquals("1.5E+3", call("Time", "scaled", "1.5", "true", "k"));
        assertEquals("[7, 0]", call("Time", "later", "7"));
        assertEquals("done", call("Time", "nothing"));
    }

    @Test
    void aCallThatFailsSaysHowWithoutControlCharacters() {
        assertEquals("failed: java.lang.IllegalStateException: \\u001b[2J", call("Time", "fail", "\u001b[2J"));
    }

    @Test
    void aCallThatCannotBeMadeIsRefused() {
        assertRefused("no service is called Other", "Other", "add");
        assertRefused("needs a service and a method", "Time");
        assertRefused("there are add(String, String), add(int, int)", "Time", "add", "1");
        assertRefused("there are next(TimeUnit)", "Time", "next", "LATER");
    }

    private void assertRefused(String text, String... words) {
        String message = assertThrows(IllegalArgumentException.class, () -> output("call", words))
                .getMessage();
        assertTrue(message.contains(text), message);
    }

    @Test
    void callIsCompletedWithTheInterfacesOfServices() {
        Completions completions = new Completions(observed);
        Usage call = OperatorCommands.usages().stream()
                .filter(usage -> usage.name().equals("call"))
                .findFirst()
                .orElseThrow();
        assertTrue(completions.after(call, List.of()).contains("org.example.Clock"));
        assertFalse(completions.after(call, List.of("org.example.Clock")).contains("org.example.Clock"));
    }

    @Test
    void theCheckFindsAddressesThatAreNotBoundAndServersThatCannotBeReached() {
        RemoteCheck check = new RemoteCheck(observed);
        Findings fine = check.look();
        assertEquals(Severity.OK, fine.worst());
        assertEquals("1 services are exported, 1 imported", fine.all().get(0).text());
        sources.failure = "ECONNREFUSED";
        assertEquals(Severity.TEMPORARILY_UNAVAILABLE, check.look().worst());
        assertEquals(
                "org.example.Clock, imported from tcp://10.0.0.1:7000, is connecting; ECONNREFUSED",
                check.look().all().get(0).text());
        sources.unbound = List.of("tcp://127.0.0.1:7000");
        assertEquals(Severity.CRITICAL, check.look().worst());
    }

    @Test
    void eachServiceHasABean() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        helve.closing(new JmxViews(observed, "remote", Duration.ofMillis(20)));
        ObjectName name = new ObjectName("io.helve:type=RemoteService,side=exported,id=\"id-1\"");
        eventually(() -> server.isRegistered(name));
        assertEquals(5L, server.getAttribute(name, "Calls"));
        assertEquals("bound", server.getAttribute(name, "State"));
    }
}
