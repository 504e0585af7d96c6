package io.helve.sp.impl.stress;

import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpChannel;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What all threads play with: a pair of sockets for each protocol and transport; in violent play they are replaced now
 * and then.
 */
final class Nets {
    private static final List<SpProtocol> PROTOCOLS = List.of(
            SpProtocol.PUSH,
            SpProtocol.PULL,
            SpProtocol.PAIR1,
            SpProtocol.REQ,
            SpProtocol.PUB,
            SpProtocol.SURVEYOR,
            SpProtocol.BUS,
            SpProtocol.PAIR0);

    final Ledger ledger = new Ledger();
    final boolean violent;
    private final SpSockets sockets;
    private final AioFactory factory;
    private final AtomicReferenceArray<Net> nets = new AtomicReferenceArray<>(PROTOCOLS.size() * 2 + 2);
    private final AtomicInteger names = new AtomicInteger();

    Nets(SpSockets sockets, AioFactory factory, boolean violent) throws InterruptedException {
        this.sockets = sockets;
        this.factory = factory;
        this.violent = violent;
        for (int i = 0; i < nets.length(); i++) {
            nets.set(i, make(i));
        }
    }

    private Net make(int index) throws InterruptedException {
        return index / 2 < PROTOCOLS.size()
                ? new Net(sockets, PROTOCOLS.get(index / 2), url(index))
                : new Net(sockets, factory, url(index), url(index));
    }

    private String url(int index) {
        return index % 2 == 0 ? "inproc://stress-" + names.incrementAndGet() : "tcp://127.0.0.1:0";
    }

    Net get(SplittableRandom random) {
        return nets.get(random.nextInt(nets.length()));
    }

    /** Replaces a pair of sockets, in the middle of what others do with it. */
    void renew(Net old) throws Exception {
        for (int i = 0; i < nets.length(); i++) {
            if (nets.get(i) == old) {
                Net fresh = make(i);
                if (nets.compareAndSet(i, old, fresh)) {
                    old.close();
                } else {
                    fresh.close();
                }
            }
        }
    }

    /** Receives what is still under way, until nothing that was sent is missing or nothing comes any more. */
    void drain() {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (ledger.missing() > 0 && System.nanoTime() - deadline < 0) {
            for (int i = 0; i < nets.length(); i++) {
                Net net = nets.get(i);
                if (net.isStrict()) {
                    drain(net.front);
                    drain(net.back);
                }
            }
        }
    }

    private void drain(SpSocket socket) {
        SpChannel channel = socket;
        try {
            for (Message message = channel.tryReceive(); message != null; message = channel.tryReceive()) {
                ledger.received(message.body().getLong());
            }
        } catch (AioException e) {
            // it only sends
        }
    }

    void close() throws Exception {
        for (int i = 0; i < nets.length(); i++) {
            nets.get(i).close();
        }
    }
}
