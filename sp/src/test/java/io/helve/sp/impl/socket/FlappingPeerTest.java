package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.SpDialer;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Peers that come and go leave nothing behind but what can still be received, and that has a bound. */
class FlappingPeerTest extends SpTest {
    private static final String URL = "inproc://flapping";

    private void flap(SpSocket listening, SpSocket dialing) throws InterruptedException {
        SpDialer dialer = dialing.dial(URL);
        eventually(() -> pipes(listening) == 1 && pipes(dialing) == 1);
        dialer.close();
        eventually(() -> pipes(listening) == 0 && pipes(dialing) == 0);
    }

    @Test
    void aSocketThatNeverReceivesKeepsNoPipeThatIsGone() throws InterruptedException {
        SpSocket pair = open(SpProtocol.PAIR0);
        SpSocket peer = open(SpProtocol.PAIR0);
        pair.listen(URL);
        Queue<WeakReference<SpPipe>> gone = new ConcurrentLinkedQueue<>();
        pair.onPipe(SpPipeEvent.AFTER_REMOVE, pipe -> gone.add(new WeakReference<>(pipe)));
        for (int i = 0; i < 1000; i++) {
            flap(pair, peer);
        }
        eventually(() -> gone.size() == 1000);
        eventually(() -> {
            System.gc();
            return gone.stream().filter(pipe -> pipe.get() != null).count() <= 1; // the last callback's frame
        });
        assertEquals(0, ((Socket) pair).pipes().slots());
    }

    @Test
    void whatLostPeersHaveSentIsReceivedAndCountsUntilThen() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL).set(SpOptions.PIPES_MAX, 3);
        pull.listen(URL);
        for (int i = 0; i < 3; i++) {
            SpSocket push = open(SpProtocol.PUSH);
            push.dial(URL);
            send(push, "message " + i);
            push.close();
            eventually(() -> pipes(pull) == 0);
        }
        assertEquals(3, ((Socket) pull).pipes().slots());
        SpSocket push = open(SpProtocol.PUSH);
        push.dialer(URL).startInBackground();
        eventually(() -> stat(pull, "reject") > 0);
        assertEquals(0, pipes(pull));
        for (int i = 0; i < 3; i++) {
            assertTrue(receive(pull).startsWith("message "));
        }
        assertEquals(null, pull.tryReceive());
        eventually(() -> pipes(pull) == 1);
        send(push, "and another");
        assertEquals("and another", receive(pull));
    }

    @Test
    void aSocketThatIsClosedGivesBackThePlacesOfLostPeers() throws InterruptedException {
        SpSocket pull = open(SpProtocol.PULL);
        SpSocket push = open(SpProtocol.PUSH);
        pull.listen(URL);
        push.dial(URL);
        send(push, "x");
        push.close();
        eventually(() -> pipes(pull) == 0);
        assertEquals(1, ((Socket) pull).pipes().slots());
        pull.close();
        assertEquals(0, ((Socket) pull).pipes().slots());
    }

    @Test
    void whoKeepsAPipeThatIsGoneDoesNotKeepItsPeer() throws InterruptedException {
        SpSocket pair = open(SpProtocol.PAIR0);
        Queue<SpPipe> kept = new ConcurrentLinkedQueue<>();
        Queue<WeakReference<SpPipe>> others = new ConcurrentLinkedQueue<>();
        pair.onPipe(SpPipeEvent.AFTER_ADD, kept::add);
        pair.listen(URL);
        for (int i = 0; i < 3; i++) {
            SpSocket peer = open(SpProtocol.PAIR0);
            peer.onPipe(SpPipeEvent.AFTER_ADD, pipe -> others.add(new WeakReference<>(pipe)));
            flap(pair, peer);
            int made = i + 1;
            eventually(() -> others.size() == made);
            peer.close();
        }
        eventually(() -> kept.size() == 3);
        eventually(() -> {
            System.gc();
            return others.stream().allMatch(pipe -> pipe.get() == null);
        });
        assertTrue(kept.stream().allMatch(SpPipe::isClosed));
    }
}
