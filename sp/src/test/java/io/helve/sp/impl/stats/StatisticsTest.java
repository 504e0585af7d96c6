package io.helve.sp.impl.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.operator.ResourceCloser;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistic.Kind;
import io.helve.sp.SpStatistic.Unit;
import io.helve.sp.SpStatistics;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.endpoint.Endpoint;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tree of statistics begins with what nng 1.5.2 shows, by the same names and in its order. */
class StatisticsTest extends SpTest {
    private static final List<String> SOCKET = List.of(
            "id",
            "name",
            "protocol",
            "dialers",
            "listeners",
            "pipes",
            "reject",
            "tx_msgs",
            "rx_msgs",
            "tx_bytes",
            "rx_bytes");

    private static final List<String> LISTENER = List.of(
            "id",
            "socket",
            "url",
            "pipes",
            "accept",
            "disconnect",
            "canceled",
            "other",
            "timeout",
            "proto",
            "auth",
            "oom",
            "reject");

    private static final List<String> DIALER = List.of(
            "id",
            "socket",
            "url",
            "pipes",
            "connect",
            "refused",
            "disconnect",
            "canceled",
            "other",
            "timeout",
            "proto",
            "auth",
            "oom",
            "reject");

    private static void assertBegins(List<String> names, SpStatistic node) {
        assertEquals(
                names,
                node.children().stream()
                        .map(SpStatistic::name)
                        .limit(names.size())
                        .toList());
    }

    private static SpStatistic part(SpSocket socket, String name) {
        return socket.statistics().child(name).orElseThrow();
    }

    @Test
    void theNamesAreNngs() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "inproc://names");
        eventually(() -> pipes(push) == 1);
        assertBegins(SOCKET, pull.statistics());
        assertBegins(LISTENER, part(pull, "listener"));
        assertBegins(DIALER, part(push, "dialer"));
        List<String> pipe = List.of("id", "socket");
        assertBegins(pipe, part(pull, "pipe"));
        assertEquals(
                1,
                part(pull, "pipe").children().stream()
                        .filter(node -> node.name().equals("listener"))
                        .count());
        assertEquals(
                1,
                part(push, "pipe").children().stream()
                        .filter(node -> node.name().equals("dialer"))
                        .count());
        assertEquals(1, part(pull, "listener").child("pipes").orElseThrow().value());
        assertEquals(1, part(push, "dialer").child("pipes").orElseThrow().value());
    }

    @Test
    void whatHasNoNameIsAmongTheOthers() {
        SpSocket push = open(SpProtocol.PUSH);
        Endpoint dialer = (Endpoint) push.dialer("inproc://nobody");
        dialer.countFailure(AioError.EMSGSIZE, null);
        dialer.countFailure(AioError.ENOFILES, null);
        dialer.countFailure(AioError.ECONNREFUSED, null);
        SpStatistic shown = ((SpDialer) dialer).statistics();
        assertEquals(2, shown.child("other").orElseThrow().value());
        assertEquals(1, shown.child("emsgsize").orElseThrow().value());
        assertEquals(1, shown.child("refused").orElseThrow().value());
        Endpoint listener = (Endpoint) push.listener("inproc://nobody");
        listener.countFailure(AioError.ECONNREFUSED, null);
        assertEquals(
                1,
                ((SpListener) listener)
                        .statistics()
                        .child("other")
                        .orElseThrow()
                        .value());
    }

    @Test
    void numbersHaveUnitsAndTimes() throws InterruptedException {
        Instant begin = Instant.now();
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "inproc://units");
        eventually(() -> pipes(push) == 1);
        SpStatistic tree = pull.statistics();
        assertEquals(Unit.MESSAGES, tree.child("rx_msgs").orElseThrow().unit());
        assertEquals(Unit.BYTES, tree.child("rx_bytes").orElseThrow().unit());
        assertEquals(Kind.LEVEL, tree.child("queue_bytes").orElseThrow().kind());
        assertEquals(Unit.BYTES, tree.child("queue_bytes").orElseThrow().unit());
        assertEquals(Unit.EVENTS, tree.child("reject").orElseThrow().unit());
        assertEquals(Unit.NONE, tree.child("id").orElseThrow().unit());
        assertUnitsAndTimes(tree, begin, Instant.now());
    }

    private static void assertUnitsAndTimes(SpStatistic node, Instant from, Instant to) {
        boolean counts = node.kind() == Kind.LEVEL || node.kind() == Kind.COUNTER;
        assertEquals(counts, node.unit() != Unit.NONE, node::name);
        assertFalse(node.time().isBefore(from) || node.time().isAfter(to), node::name);
        node.children().forEach(child -> assertUnitsAndTimes(child, from, to));
    }

    private static String text(SpStatistic node, String name) {
        return node.child(name).orElseThrow().text();
    }

    @Test
    void anEndpointShowsWhatItDoesAndItsLastFailure() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpDialer dialer = push.dialer("inproc://nobody-listens");
        assertEquals("idle", text(dialer.statistics(), "state"));
        assertEquals("", text(dialer.statistics(), "last_error"));
        dialer.startInBackground();
        eventually(() -> text(dialer.statistics(), "state").equals("waiting"));
        String failure = text(dialer.statistics(), "last_error");
        assertTrue(failure.startsWith("ECONNREFUSED: "), failure);

        SpSocket pull = open(SpProtocol.PULL);
        SpListener listener = pull.listen("inproc://nobody-listens");
        assertEquals("listening", text(listener.statistics(), "state"));
        eventually(() -> text(dialer.statistics(), "state").equals("connected"));
    }

    @Test
    void socketsEndpointsAndPipesAreClosedByTheirIds() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        connect(pull, push, "inproc://closed");
        ResourceCloser closer = (ResourceCloser) runtime.service(SpStatistics.class);
        long pipe = part(pull, "pipe").child("id").orElseThrow().value();
        long listener = part(pull, "listener").child("id").orElseThrow().value();
        assertFalse(closer.close("pipe/0"));
        assertTrue(closer.close("pipe/" + pipe));
        eventually(() -> stat(push, "pipes") == 1
                && pull.statistics()
                        .child("pipe")
                        .filter(shown -> shown.child("id").orElseThrow().value() != pipe)
                        .isPresent());
        assertTrue(closer.close("listener/" + listener));
        assertTrue(pull.statistics().child("listener").isEmpty());
        assertTrue(closer.close("socket/" + pull.id()));
        assertFalse(closer.close("socket/" + pull.id()));
        assertThrows(AioException.class, () -> pull.listen("inproc://again"));
    }
}
