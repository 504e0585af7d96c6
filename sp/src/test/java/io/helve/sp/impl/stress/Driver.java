package io.helve.sp.impl.stress;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpChannel;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** One of the threads that do at random whatever can be done to sockets. */
final class Driver extends Thread {
    private static final int HANDLES = 16;

    /** A handle with the purpose of its operation. */
    private final class Slot {
        final Aio aio;

        /** Operations that were started and whose callback has not run. */
        final AtomicInteger open = new AtomicInteger();

        boolean sends;
        boolean strict;
        long number;

        Slot(AioFactory factory) {
            aio = factory.alloc(done -> ended());
        }

        private void ended() {
            if (sends) {
                concludeSend(strict, number, aio.result());
                aio.setMessage(null);
            } else if (aio.result() == AioError.OK) {
                concludeReceive(aio.getMessage(), strict);
                aio.setMessage(null);
            }
            if (open.decrementAndGet() != 0) {
                nets.ledger.broken("an operation has ended twice");
            }
        }
    }

    private final Nets nets;
    private final Messages messages;
    private final SplittableRandom random;
    private final Slot[] slots = new Slot[HANDLES];
    private volatile boolean closing;
    private volatile Throwable failure;
    private long steps;

    Driver(int number, Nets nets, AioFactory factory, Messages messages, long seed) {
        super("driver-" + number);
        this.nets = nets;
        this.messages = messages;
        random = new SplittableRandom(seed * 31 + number);
        for (int i = 0; i < HANDLES; i++) {
            slots[i] = new Slot(i % 4 == 0 ? factory.on(AioFactory.INLINE) : factory);
        }
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                step();
                steps++;
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void step() throws Exception {
        Net net = nets.get(random);
        int dice = random.nextInt(1000);
        if (dice < 900) {
            start(net, slots[random.nextInt(HANDLES)]);
        } else if (dice < 950) {
            slots[random.nextInt(HANDLES)].aio.cancel();
        } else if (dice < 980) {
            block(net);
        } else if (dice < 990) {
            net.changeContexts(random);
        } else if (nets.violent && dice < 998) {
            net.changeConnections(random);
        } else if (nets.violent && random.nextInt(4) == 0) {
            nets.renew(net);
        }
    }

    private void start(Net net, Slot slot) throws InterruptedException {
        if (slot.open.get() > 0 || slot.aio.isBusy()) {
            if (random.nextInt(8) == 0) {
                slot.aio.await(Duration.ofMillis(1));
            }
            return;
        }
        slot.open.set(1);
        slot.strict = net.isStrict();
        slot.sends = random.nextBoolean();
        slot.aio.setTimeout(random.nextInt(4) == 0 ? Duration.ofNanos(random.nextInt(200_000)) : Aio.DEFAULT);
        SpChannel channel = net.channel(random);
        if (slot.sends) {
            slot.number = slot.strict ? nets.ledger.next() : 0;
            slot.aio.setMessage(message(slot.number));
            channel.send(slot.aio);
        } else {
            channel.receive(slot.aio);
        }
    }

    private void block(Net net) throws InterruptedException {
        SpChannel channel = net.channel(random);
        boolean strict = net.isStrict();
        Duration limit = Duration.ofNanos(random.nextInt(2) * random.nextInt(1_000_000));
        if (random.nextBoolean()) {
            long number = strict ? nets.ledger.next() : 0;
            AioError result = AioError.OK;
            try {
                channel.send(message(number), limit);
            } catch (AioException e) {
                result = e.error();
            }
            concludeSend(strict, number, result);
        } else {
            try {
                concludeReceive(channel.receive(limit), strict);
            } catch (AioException e) {
                // nothing was there
            }
        }
    }

    private Message message(long number) {
        int length = ThreadLocalRandom.current().nextInt(16) == 0 ? 20_000 : 8;
        Message message = messages.alloc(length);
        message.writableBody().putLong(number);
        return message;
    }

    private void concludeSend(boolean strict, long number, AioError result) {
        if (strict && result == AioError.OK) {
            nets.ledger.sent(number);
        } else if (strict) {
            nets.ledger.failed(number);
        }
    }

    private void concludeReceive(Message message, boolean strict) {
        if (strict) {
            nets.ledger.received(message.body().getLong());
        }
        message.free();
    }

    // ---- the end

    void close() {
        closing = true;
    }

    /** Waits until all its operations have ended. */
    void endAll() throws InterruptedException {
        for (Slot slot : slots) {
            if (!slot.aio.await(Duration.ofSeconds(60))) {
                nets.ledger.broken("an operation does not end: " + slot.aio);
            }
            if (slot.open.get() != 0) {
                nets.ledger.broken("an operation has ended without its callback: " + slot.aio);
            }
        }
    }

    void closeHandles() {
        for (Slot slot : slots) {
            slot.aio.close();
        }
    }

    long steps() {
        return steps;
    }

    Throwable failure() {
        return failure;
    }
}
