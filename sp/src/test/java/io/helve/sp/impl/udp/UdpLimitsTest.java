package io.helve.sp.impl.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.DropReason;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.UdpOptions;
import io.helve.sp.impl.SpTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Peers over datagrams cannot fill the memory, nor keep others out, and what the transport drops is counted. */
class UdpLimitsTest extends SpTest {
    private static final String ANY_PORT = "udp://127.0.0.1:0";
    private static final String REQUEST = "01 01 5000 e8fd 0500";
    private static final String AGREED = "0102";
    private static final String NO_ROOM = "0103510008000000";

    private SpListener listening(SpSocket socket, int peers) {
        SpListener listener = listener(socket, ANY_PORT).set(UdpOptions.PEERS_MAX, peers);
        listener.start();
        return listener;
    }

    private static void connect(RawPeer peer) throws IOException {
        peer.send(REQUEST);
        assertEquals(AGREED, peer.receive().substring(0, 4));
    }

    @Test
    void aMessageLongerThanThePeerReceivesIsCounted() throws InterruptedException {
        SpSocket here = open(SpProtocol.PAIR0);
        SpSocket there = open(SpProtocol.PAIR0).set(SpOptions.RECEIVE_MAX, 100);
        connect(there, here, ANY_PORT);
        here.send(messages.alloc(101));
        send(here, "short");
        assertEquals("short", receive(there));
        assertEquals(1, stat(here, DropReason.MESSAGE_TOO_LONG.statistic()));
        assertEquals(1, stat(here, "tx_drop"));
    }

    @Test
    void messagesThatTheSocketHasNoRoomForAreCounted() throws IOException, InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpListener listener = listening(pull, 1);
        try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
            connect(peer);
            eventually(() -> pipes(pull) == 1);
            eventually(() -> {
                peer.send("01 00 5000 0100 0000 61");
                return stat(pull, DropReason.RECEIVE_BUFFER_FULL.statistic()) >= 10;
            });
            peer.send("01 03 5000 0000 0000"); // DISC: the messages that are kept beside the full pipe are lost, too
            eventually(() -> stat(pull, DropReason.RECEIVE_BUFFER_FULL.statistic()) >= 26);
        }
        eventually(() -> stat(pull, "rx_drop") == stat(pull, DropReason.RECEIVE_BUFFER_FULL.statistic()));
    }

    @Test
    void peersThatHaveLeftMessagesBehindKeepTheirPlacesUntilTheMessagesAreReceived()
            throws IOException, InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpListener listener = listening(pull, 2);
        for (int i = 0; i < 2; i++) {
            try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
                connect(peer);
                eventually(() -> pipes(pull) == 1);
                peer.send("01 00 5000 0100 0000 61");
                peer.send("01 03 5000 0000 0000"); // DISC: closed
                eventually(() -> pipes(pull) == 0);
            }
        }
        try (RawPeer peer = RawPeer.of(listener.dialUrl())) {
            peer.send(REQUEST);
            assertEquals(NO_ROOM, peer.receive());
            assertEquals("a", receive(pull));
            assertEquals("a", receive(pull));
            assertNull(pull.tryReceive());
            connect(peer);
        }
    }

    @Test
    void theOldestPeerThatHasSentNothingMakesRoomForAnother() throws IOException, InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpListener listener = listening(pull, 2);
        try (RawPeer spoofed = RawPeer.of(listener.dialUrl());
                RawPeer second = RawPeer.of(listener.dialUrl());
                RawPeer honest = RawPeer.of(listener.dialUrl())) {
            connect(spoofed);
            connect(second);
            eventually(() -> {
                honest.send(REQUEST);
                return honest.receive().startsWith(AGREED);
            });
            assertEquals(NO_ROOM, spoofed.receive());
            second.send("01 00 5000 0100 0000 61"); // is still there
            assertEquals("a", receive(pull));
        }
    }

    @Test
    void aPeerThatHasBeenHeardOfAgainKeepsItsPlace() throws IOException, InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpListener listener = listening(pull, 2);
        try (RawPeer talks = RawPeer.of(listener.dialUrl());
                RawPeer refreshes = RawPeer.of(listener.dialUrl());
                RawPeer other = RawPeer.of(listener.dialUrl())) {
            connect(talks);
            connect(refreshes);
            talks.send("01 00 5000 0100 0000 61");
            assertEquals("a", receive(pull));
            connect(refreshes);
            long began = System.nanoTime();
            eventually(() -> {
                other.send(REQUEST);
                assertEquals(NO_ROOM, other.receive());
                return System.nanoTime() - began > 1_200_000_000L;
            });
            assertEquals(2, pipes(pull));
            assertTrue(stat(pull, "reject") == 0);
        }
    }
}
