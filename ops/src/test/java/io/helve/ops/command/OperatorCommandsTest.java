package io.helve.ops.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.ops.RuntimeSources;
import io.helve.ops.model.Observed;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.SocketTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands over a runtime with handles, sockets and streams. */
class OperatorCommandsTest extends SocketTest {
    private OperatorCommands commands;

    @BeforeEach
    void makeCommands() {
        commands = new OperatorCommands(new Observed(new RuntimeSources(runtime)));
    }

    private interface Command {
        void run(PrintStream out, String... words) throws InterruptedException;
    }

    private static String output(Command command, String... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            command.run(out, words);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** {@return the cells of the row that begins with a text} */
    private static List<String> row(String table, String first) {
        return table.lines()
                .filter(line -> line.startsWith(first))
                .findFirst()
                .map(line -> List.of(line.split(" {2,}")))
                .orElseThrow(() -> new AssertionError("no row " + first + " in\n" + table));
    }

    @Test
    void poolsAndTheirTenants() {
        helve.handle();
        open(SpProtocol.PUSH);
        String pools = output(commands::pools);
        assertTrue(pools.startsWith("POOL "), pools);
        row(pools, "test ");
        List<String> tenant = row(output(commands::tenants), "test ");
        long all = Long.parseLong(tenant.get(2));
        long forSockets = Long.parseLong(tenant.get(3));
        assertTrue(forSockets > 0 && forSockets < all, tenant::toString);
        assertEquals("[]\n", output(commands::tenants, "--json", "--bundle", "another"));
        assertEquals("[]\n", output(commands::pools, "--json", "--bundle", "another"));
        assertTrue(output(commands::pools, "--json").contains("\"pool\":\"test\",\"threads\":"));
    }

    @Test
    void handlesAndWhatIsPendingOnThem() throws InterruptedException {
        Aio old = helve.handle();
        Aio aio = helve.closing(factory.alloc(done -> {}));
        factory.sleep(Aio.INFINITE, aio);
        String own = output(commands::handles, "--own");
        List<String> pending =
                own.lines().filter(line -> line.contains("pending")).toList();
        assertEquals(1, pending.size(), own);
        assertTrue(pending.get(0).contains("a sleep"), own);
        assertTrue(pending.get(0).endsWith(OperatorCommandsTest.class.getName()), own);
        assertEquals(
                1,
                output(commands::handles, "--state", "pending", "--own").lines().count() - 1);
        assertTrue(own.indexOf("idle") < own.indexOf("pending"), "the oldest first: " + old + " is idle, in\n" + own);
        assertEquals(1, output(commands::handles, "--limit=1").lines().count() - 1);
        assertTrue(output(commands::handles, "--own", "--json").contains("\"operation\":\"a sleep\""));
        aio.cancel();
        aio.await();
    }

    @Test
    void aCallbackThatRunsIsShownWithItsStack() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Aio aio = helve.closing(factory.alloc(done -> {
            entered.countDown();
            stayUntil(leave);
        }));
        factory.sleep(Duration.ZERO, aio);
        entered.await();
        eventually(() -> {
            String running = output(commands::callbacks, "--stack");
            return running.contains("helve-aio-test-") && running.contains("stayUntil");
        });
        leave.countDown();
        aio.await();
    }

    private static void stayUntil(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void socketsPipesEndpointsAndTheStreamsUnderThem() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "tcp://127.0.0.1:0");
        push.send(messages.of("hello"));
        assertEquals("hello", text(pull.receive()));

        String sockets = output(commands::sockets);
        assertEquals("push", row(sockets, "socket/" + push.id() + " ").get(2));
        assertEquals("1", row(sockets, "socket/" + push.id() + " ").get(8), sockets);
        assertEquals(2, output(commands::pipes).lines().count() - 1);
        assertEquals(2, output(commands::streams).lines().count() - 1);
        String listeners = output(commands::listeners);
        assertTrue(row(listeners, "listener/").contains("listening"), listeners);
        assertTrue(row(listeners, "stream/listener/").get(4).startsWith("bound to 127.0.0.1:"), listeners);
        assertTrue(row(output(commands::dialers), "dialer/").contains("connected"));
    }

    @Test
    void aDialerThatCannotConnectShowsWhy() {
        SpSocket push = open(SpProtocol.PUSH);
        push.dialer("inproc://nobody").startInBackground();
        eventually(() -> {
            List<String> row = row(output(commands::dialers), "dialer/");
            return row.get(row.size() - 1).startsWith("ECONNREFUSED: ");
        });
    }

    @Test
    void topShowsRatesAsOftenAsAskedForAndEndsWhenItIsStopped() {
        String shown = output(commands::top, "--count", "2", "--interval", "1");
        assertEquals(2, shown.lines().filter(line -> line.startsWith("WHAT ")).count());
        assertTrue(shown.contains("pool/test"), shown);
        commands.stop();
        assertEquals("", output(commands::top));
    }

    @Test
    void whatIsShownIsClosedByItsId() {
        SpSocket push = open(SpProtocol.PUSH);
        String id = "socket/" + push.id();
        assertEquals("closed " + id + "\n", output(commands::close, id));
        assertFalse(output(commands::sockets).contains(id + " "));
        assertEquals(
                "nothing open has the id " + id,
                assertThrows(IllegalArgumentException.class, () -> output(commands::close, id))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> output(commands::close));
    }

    @Test
    void everyCommandHasHelp() {
        List<Command> all = List.of(
                commands::pools,
                commands::tenants,
                commands::handles,
                commands::callbacks,
                commands::sockets,
                commands::pipes,
                commands::streams,
                commands::listeners,
                commands::dialers,
                commands::config,
                commands::top,
                commands::close);
        for (Command each : all) {
            assertTrue(output(each, "--help").startsWith("helve:"));
        }
    }
}
