package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.endpoint.OddTransport;
import io.helve.sp.impl.protocol.ProtocolFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Peers that send without end what is thrown away keep nobody inside a call, and what they send afterwards is received.
 */
class FloodTest extends SpTest {
    private static final int HOPS_ALLOWED = 8;

    private final OddTransport transport = new OddTransport();
    private SpRuntime sp;
    private SpSocket pair;
    private volatile boolean floods = true;

    /** Whenever there is room there are more messages that have come too far. */
    private class Flood extends OddTransport.QuietPipe {
        @Override
        public synchronized void receivable() { // one at a time may deliver
            boolean room = true;
            while (floods && room) {
                room = end.deliver(message(HOPS_ALLOWED + 1, ""));
            }
            end.delivered();
        }

        void begin() {
            receivable();
        }

        void sendOneThatIsFine() {
            eventually(this::deliver);
            end.delivered();
        }

        private synchronized boolean deliver() {
            return end.deliver(message(1, "fine"));
        }
    }

    private Message message(int hops, String body) {
        Message message = messages.of(body);
        message.insertU32(hops);
        return message;
    }

    @BeforeEach
    void open() {
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        sp.add(transport);
        pair = sp.open("a test", factory).open(SpProtocol.PAIR1).set(SpOptions.TTL_MAX, HOPS_ALLOWED);
    }

    @AfterEach
    void close() {
        floods = false;
        sp.close();
    }

    @Test
    void nobodyIsKeptByThem() throws InterruptedException {
        pair.set(SpOptions.RECEIVE_BUFFER, 4);
        Flood flood = new Flood();
        transport.step = aio -> transport.connect(aio, flood);
        pair.dial(OddTransport.URL);
        flood.begin(); // returns, as does what follows
        assertNull(pair.tryReceive());
        assertNothingComes(pair);
        long dropped = stat(pair, "rx_drop");
        assertTrue(dropped > 0);
        eventually(() -> stat(pair, "rx_drop") > dropped + 10_000); // somebody reads on
        floods = false;
        flood.sendOneThatIsFine();
        assertEquals("fine", text(pair.receive(SOON)));
    }

    @Test
    void manyOfThemTogetherKeepNobodyFromTheSocketEither() throws InterruptedException {
        SpSocket req = sp.open("another test", factory).open(SpProtocol.REQ); // nothing has been asked
        AtomicLong most = new AtomicLong();
        AtomicLong before = new AtomicLong();
        Set<Flood> heard = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 40; i++) {
            Flood flood = new Flood() {
                @Override
                public synchronized void receivable() { // called when the socket has been given back
                    heard.add(this);
                    synchronized (before) {
                        long dropped = stat(req, "rx_drop");
                        most.accumulateAndGet(dropped - before.getAndSet(dropped), Math::max);
                    }
                    super.receivable();
                }
            };
            transport.step = aio -> transport.connect(aio, flood);
            req.dial(OddTransport.URL);
            flood.begin();
        }
        heard.clear();
        long dropped = stat(req, "rx_drop");
        eventually(() -> heard.size() == 40 && stat(req, "rx_drop") > dropped + 100_000);
        assertTrue(
                most.get() < 8 * Protocol.BATCH,
                () -> most + " messages were read while nobody else could do anything");
    }

    @Test
    void aReceiveThatWaitsGetsWhatComesAfterwards() throws InterruptedException {
        Flood flood = new Flood();
        transport.step = aio -> transport.connect(aio, flood);
        pair.dial(OddTransport.URL);
        var waiting = receiving(pair);
        flood.begin();
        eventually(() -> stat(pair, "rx_drop") > 10_000);
        floods = false;
        flood.sendOneThatIsFine();
        result(waiting);
        assertEquals("fine", text(waiting.getMessage()));
    }
}
