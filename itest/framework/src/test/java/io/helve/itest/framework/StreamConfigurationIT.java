package io.helve.itest.framework;

import static java.util.Map.entry;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamStatistics;
import io.helve.stream.provider.StreamProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The configuration of the event loops: it changes under traffic, and a bad one is refused. */
public class StreamConfigurationIT extends StreamsTest {
    private Configured configuration;

    @Before
    public void find() throws Exception {
        awaitScheme("tcp");
        configuration = new Configured(service(ConfigurationAdmin.class), "io.helve.net");
    }

    @After
    public void delete() throws Exception {
        configuration.delete();
        eventually("the defaults").until(() -> snapshot().config().equals(StreamConfig.DEFAULTS));
    }

    @Test
    public void everyAttributeArrives() throws Exception {
        configuration.update(Map.ofEntries(
                entry("threads", 3),
                entry("transport", "nio"),
                entry("connect.timeout", 1_234L),
                entry("connections.max", "99"),
                entry("handshakes.max", 7),
                entry("handshakes.address.max", 5),
                entry("busy.poll", 20),
                entry("connections.bundle.max", 50),
                entry("handshakes.bundle.max", 9),
                entry("direct.memory.max", "4m"),
                entry("direct.memory.bundle.max", 1_000_000L),
                entry("polling", "workers")));
        StreamConfig expected = new StreamConfig(
                        3, Transport.NIO, Duration.ofMillis(1_234), 99, 7, 5, Duration.ofNanos(20_000))
                .withAcceptedTenantMax(50)
                .withHandshakesTenantMax(9)
                .withDirectMemory(4 << 20, 1_000_000)
                .withPolling(StreamConfig.Polling.WORKERS);
        eventually("in force").until(() -> snapshot().config().equals(expected));
    }

    @Test
    public void aChangeUnderTrafficLosesNoByteAndKeepsTheServices() throws Exception {
        var before = List.of(references(StreamProvider.class), references(StreamFactory.class));
        try (Traffic first = traffic("tcp", 3)) {
            for (int threads : new int[] {1, 4, 2, 3}) {
                for (String transport : new String[] {"nio", "auto"}) {
                    configuration.update(Map.of("threads", threads, "transport", transport));
                    eventually(threads + " threads, " + transport)
                            .until(() -> snapshot().config().threads() == threads
                                    && snapshot().config().transport().name().equalsIgnoreCase(transport));
                    first.goesOn(20_000);
                    try (Traffic another = traffic("ipc", threads)) {
                        another.goesOn(20_000);
                        another.endsWithoutLoss();
                    }
                }
            }
            first.endsWithoutLoss();
        }
        assertEquals(before, List.of(references(StreamProvider.class), references(StreamFactory.class)));
        eventually("threads without connections ended")
                .until(() -> threads("helve-net-").size() <= 3);
    }

    @Test
    public void aLimitOfConnectionsIsKeptAndLifted() throws Exception {
        try (Traffic traffic = traffic("tcp", 2)) { // both ends are connections of this process
            configuration.update(Map.of("connections.max", 4));
            eventually("in force").until(() -> snapshot().config().connectionsMax() == 4);
            traffic.goesOn(1_000);
            assertEquals(4, snapshot().streams());
            traffic.endsWithoutLoss();
        }
    }

    @Test
    public void aBadValueIsRefusedWithItsNameAndRangeAndTheOldOnesStay() throws Exception {
        configuration.update(Map.of("threads", 2));
        eventually("in force").until(() -> snapshot().config().threads() == 2);
        var before = references(StreamProvider.class);
        refused(Map.of("threads", -1), "threads must be 0 to 256, not -1");
        refused(Map.of("threads", 257), "threads must be 0 to 256, not 257");
        refused(Map.of("threads", "many"), "threads must be a whole number, not \"many\"");
        refused(Map.of("transport", "kqueue"), "transport must be auto, nio, epoll or io_uring, not \"kqueue\"");
        refused(Map.of("connect.timeout", 0L), "connect.timeout must be 1 ms to 86400000 ms, not 0 ms");
        refused(Map.of("connections.max", 0), "connections.max must be 1 to 2147483647, not 0");
        refused(Map.of("connections.max", 1L << 31), "connections.max must be 1 to 2147483647, not 2147483648");
        refused(Map.of("handshakes.max", 65537), "handshakes.max must be 1 to 65536, not 65537");
        assertEquals(before, references(StreamProvider.class));

        configuration.update(Map.of("threads", 5));
        eventually("a good one is taken again").until(() -> snapshot().config().threads() == 5);
    }

    @Test
    public void withABadConfigurationFromTheStartTheDefaultsAreInForce() throws Exception {
        net().stop();
        configuration.update(Map.of("threads", 1_000));
        try (LogCapture log = new LogCapture()) {
            net().start();
            awaitScheme("tcp");
            assertEquals(StreamConfig.DEFAULTS, snapshot().config());
            eventually("an error")
                    .until(() -> log.errors().stream().anyMatch(text -> text.contains("threads must be 0 to 256")));
        }
    }

    private void refused(Map<String, ?> values, String message) throws Exception {
        StreamConfig old = service(StreamStatistics.class).snapshot().config();
        try (LogCapture log = new LogCapture()) {
            configuration.update(values);
            eventually("an error about " + values)
                    .until(() -> log.errors().stream().anyMatch(error -> error.contains(message)));
        }
        assertEquals(old, snapshot().config());
    }

    @Test
    public void theConfigurationIsDescribedToThoseWhoEditIt() {
        ObjectClassDefinition definition = service(MetaTypeService.class)
                .getMetaTypeInformation(net())
                .getObjectClassDefinition("io.helve.net", null);
        AttributeDefinition[] attributes = definition.getAttributeDefinitions(ObjectClassDefinition.ALL);
        assertEquals(
                Set.of(
                        "threads",
                        "transport",
                        "connect.timeout",
                        "connections.max",
                        "handshakes.max",
                        "handshakes.address.max",
                        "busy.poll",
                        "connections.bundle.max",
                        "handshakes.bundle.max",
                        "direct.memory.max",
                        "direct.memory.bundle.max",
                        "polling"),
                Arrays.stream(attributes).map(AttributeDefinition::getID).collect(Collectors.toSet()));
        for (AttributeDefinition attribute : attributes) {
            assertNotNull(attribute.getID(), attribute.getName());
            assertNotNull(attribute.getID(), attribute.getDescription());
            assertNotNull(attribute.getID(), attribute.getDefaultValue());
        }
    }
}
