package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.sp.SpProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Devices between two who do not know each other, and how far messages go. */
class NngDeviceIT extends PackagedNngTest {
    private static final String GROUP = "Devices and hops";
    private static final int DEFAULT_TTL = 8;

    enum Whose {
        OURS,
        THEIRS;

        Whose other() {
            return this == OURS ? THEIRS : OURS;
        }
    }

    /** The two sockets in the middle: the front has the peers of those that ask. */
    /** A device that begins to forward when its sockets are connected: nobody else can use them from then on. */
    private record Device(End front, End back, Runnable forward) {}

    private Nng nng;

    @BeforeEach
    void startNng() {
        nng = Nng.start();
    }

    @AfterEach
    void killNng() {
        nng.close();
    }

    private End end(Whose whose, SpProtocol protocol) {
        return whose == Whose.OURS ? open(protocol) : open(nng, protocol);
    }

    private Device device(Whose whose, SpProtocol asking, int ttl) {
        if (whose == Whose.OURS) {
            OurEnd front = openRaw(asking.peer());
            OurEnd back = openRaw(asking);
            limitHops(front, ttl);
            return new Device(front, back, () -> forward(front, back));
        }
        NngSocket front = openRaw(nng, asking.peer());
        NngSocket back = openRaw(nng, asking);
        limitHops(front, ttl);
        return new Device(front, back, () -> front.device(back));
    }

    /** Connects the asking socket with the answering socket through devices. */
    private void chain(End asker, List<Device> devices, End answerer) {
        End last = asker;
        for (Device device : devices) {
            link(device.front, last, "ipc");
            awaitPipes(1, last, device.front);
            last = device.back;
        }
        link(last, answerer, "tcp");
        awaitPipes(1, last, answerer);
        devices.forEach(device -> device.forward.run());
    }

    private List<Device> alternating(int count, Whose first, SpProtocol asking) {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            devices.add(device(i % 2 == 0 ? first : first.other(), asking, DEFAULT_TTL));
        }
        return devices;
    }

    private static void exchange(End asker, End answerer) throws InterruptedException {
        asker.send("there");
        assertEquals("there", answerer.receive().text());
        if (asker.protocol() != SpProtocol.PUB && asker.protocol() != SpProtocol.PUSH) {
            answerer.send("and back");
            assertEquals("and back", asker.receive().text());
        }
    }

    static Stream<Arguments> everyPair() {
        return forEach(
                SpProtocol.REQ,
                SpProtocol.SURVEYOR,
                SpProtocol.PUB,
                SpProtocol.PUSH,
                SpProtocol.PAIR0,
                SpProtocol.PAIR1,
                SpProtocol.BUS);
    }

    static Stream<Arguments> thoseThatCountHops() {
        return forEach(SpProtocol.REQ, SpProtocol.SURVEYOR, SpProtocol.PAIR1);
    }

    private static Stream<Arguments> forEach(SpProtocol... protocols) {
        return Stream.of(protocols)
                .flatMap(asking -> Stream.of(Whose.values()).map(whose -> Arguments.of(asking, whose)));
    }

    @ParameterizedTest(name = "{0}, device: {1}")
    @MethodSource("everyPair")
    void aDeviceForwardsBetweenThoseOfTheOtherSide(SpProtocol asking, Whose whose) throws Exception {
        End asker = end(whose.other(), asking);
        End answerer = end(whose.other(), asking.peer());
        chain(asker, List.of(device(whose, asking, DEFAULT_TTL)), answerer);
        exchange(asker, answerer);
        exchange(asker, answerer);
        results.shown(
                GROUP,
                "a device forwards from " + Table.name(asking) + " to " + Table.name(asking.peer()),
                whose == Whose.OURS ? "ours between theirs" : "theirs between ours");
    }

    @ParameterizedTest(name = "{0}, the last: {1}")
    @MethodSource("thoseThatCountHops")
    void messagesPassAsManyDevicesAsTheirHopsAllow(SpProtocol asking, Whose last) throws Exception {
        End asker = end(last.other(), asking);
        End answerer = end(last, asking.peer());
        chain(asker, alternating(DEFAULT_TTL - 1, last, asking), answerer);
        exchange(asker, answerer);
        results.shown(
                GROUP,
                "7 devices in a row, ours and theirs in turn, are not too many: " + Table.name(asking),
                receiver(last));
    }

    @ParameterizedTest(name = "{0}, the last: {1}")
    @MethodSource("thoseThatCountHops")
    void oneDeviceMoreIsTooFar(SpProtocol asking, Whose last) throws Exception {
        End asker = end(last.other(), asking);
        End answerer = end(last, asking.peer());
        chain(asker, alternating(DEFAULT_TTL, last, asking), answerer);
        asker.send("too far");
        assertNothingComes(answerer);
        results.shown(
                GROUP,
                "8 devices in a row, ours and theirs in turn, are too many: " + Table.name(asking),
                receiver(last));
    }

    private static String receiver(Whose last) {
        return last == Whose.OURS ? "we receive" : "they receive";
    }

    @ParameterizedTest(name = "{0}, limited: {1}")
    @MethodSource("thoseThatCountHops")
    void theReceiverSaysHowFarMessagesMayHaveCome(SpProtocol asking, Whose last) throws Exception {
        End asker = end(last.other(), asking);
        End answerer = end(last, asking.peer());
        chain(asker, List.of(device(last.other(), asking, DEFAULT_TTL)), answerer);
        limitHops(answerer, 1);
        asker.send("too far");
        assertNothingComes(answerer);
        // through a device of its own: what went too far might be on its way yet when the limit changes
        End again = end(last.other(), asking);
        End reached = end(last, asking.peer());
        chain(again, List.of(device(last.other(), asking, DEFAULT_TTL)), reached);
        limitHops(reached, 2);
        exchange(again, reached);
        results.shown(
                GROUP,
                "a limit of 1 at the receiver drops what passed a device, 2 does not: " + Table.name(asking),
                receiver(last));
    }

    @ParameterizedTest(name = "{0}, limited: {1}")
    @MethodSource("thoseThatCountHops")
    void soDoesADevice(SpProtocol asking, Whose limited) throws Exception {
        End answerer = end(Whose.THEIRS, asking.peer());
        throughTwoDevices(asking, limited, 1, answerer).send("too far");
        assertNothingComes(answerer);
        End reached = end(Whose.THEIRS, asking.peer());
        exchange(throughTwoDevices(asking, limited, 2, reached), reached);
        results.shown(
                GROUP,
                "a limit of 1 at a device drops what passed another one, 2 does not: " + Table.name(asking),
                limited == Whose.OURS ? "our device" : "their device");
    }

    /** Connects an asker of ours by two devices; the second has the limit, which cannot change while it runs. */
    private End throughTwoDevices(SpProtocol asking, Whose limited, int ttl, End answerer) throws Exception {
        End asker = end(Whose.OURS, asking);
        chain(asker, List.of(device(limited.other(), asking, DEFAULT_TTL), device(limited, asking, ttl)), answerer);
        return asker;
    }

    @Test
    void hopsOfPairsAreInTheHeader() throws Exception {
        for (Whose whose : Whose.values()) {
            End asker = end(whose.other(), SpProtocol.PAIR1);
            End answerer = whose == Whose.OURS ? openRaw(SpProtocol.PAIR1) : openRaw(nng, SpProtocol.PAIR1);
            chain(asker, alternating(2, whose, SpProtocol.PAIR1), answerer);
            asker.send("three hops");
            assertArrayEquals(new byte[] {0, 0, 0, 3}, answerer.receive().header());
            results.shown(GROUP, "pair1 counts hops in its header: 3 after two devices", receiver(whose));
        }
    }

    private static void limitHops(End end, int ttl) {
        switch (end.protocol()) {
            case REP, RESPONDENT, PAIR1 -> end.limitHops(ttl);
            default -> {} // there are none
        }
    }
}
