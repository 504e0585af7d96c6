package io.helve.sp.impl.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpChannel;
import io.helve.sp.SpListener;
import io.helve.sp.SpOption;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistic;
import io.helve.sp.impl.message.SpMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A round of the fuzz test: one seed determines a socket, its peers and its user. */
final class SocketRound implements AutoCloseable {
    private static final int STEPS = 300;
    private static final int PIPES = 6;
    private static final int HANDLES = 6;

    /** How many messages a ring and the largest buffer of a pipe hold. */
    private static final int MOST_ON_THE_WAY = 256 + 64;

    /** Of a lot that has come too far, a receive drops a part. */
    private static final int LOOKS = 20;

    private final SpSockets sockets;
    private final SplittableRandom random;
    private final Wire wire;
    private final SpSocket socket;
    private final SpListener listener;
    private final FakeTransport.Listener side;
    private final List<FakePipe> pipes = new ArrayList<>();
    private final List<SpChannel> channels = new ArrayList<>();
    private final List<Aio> handles = new ArrayList<>();
    private int inputs;
    private int connected;

    SocketRound(
            AioFactory factory,
            SpSockets sockets,
            FakeTransport transport,
            SpProtocol protocol,
            boolean raw,
            SplittableRandom random) {
        this.sockets = sockets;
        this.random = random;
        socket = raw ? sockets.openRaw(protocol) : sockets.open(protocol);
        int ttl = random.nextInt(1, 16);
        option(SpOptions.TTL_MAX, ttl);
        option(SpOptions.SEND_BUFFER, random.nextInt(5));
        option(SpOptions.RECEIVE_BUFFER, random.nextInt(5));
        option(SpOptions.RESEND_TIME, random.nextBoolean() ? Duration.ofHours(1) : Duration.ZERO);
        option(SpOptions.SURVEY_TIME, Duration.ofHours(1));
        wire = new Wire(protocol, raw, ttl, random);
        listener = socket.listen("fake://round");
        side = transport.listener;
        channels.add(socket);
        for (int i = 0; i < HANDLES; i++) {
            handles.add(factory.alloc());
        }
    }

    private <T> void option(SpOption<T> option, T value) {
        try {
            socket.set(option, value);
        } catch (AioException e) {
            assertEquals(AioError.ENOTSUP, e.error());
        }
    }

    long run() {
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        settle();
        option(SpOptions.QUEUE_BYTES_MAX, 0L);
        option(SpOptions.RECEIVE_BUFFER, 4); // without any, answers to surveys and the like need somebody who waits
        new GoodPeer(sockets, socket, side).isServed();
        return inputs;
    }

    private void step() {
        inputs++;
        switch (random.nextInt(20)) {
            case 0 -> connect();
            case 1 -> depart();
            case 2 -> turn();
            case 3 -> channels();
            case 4 -> options();
            case 5, 6, 7 -> startSend();
            case 8, 9, 10 -> startReceive();
            case 11 -> handles.get(random.nextInt(HANDLES)).cancel();
            default -> say();
        }
    }

    // ---- peers

    private void connect() {
        if (pipes.size() < PIPES) {
            FakePipe pipe = side.connect();
            connected++;
            if (pipe.isAttached()) {
                pipes.add(pipe);
                pipe.reading = !Fuzz.oneIn(random, 4);
            }
        }
    }

    private FakePipe anyPipe() {
        return pipes.isEmpty() ? null : pipes.get(random.nextInt(pipes.size()));
    }

    private void depart() {
        FakePipe pipe = anyPipe();
        if (pipe != null) {
            check(pipe);
            pipe.leave(random.nextBoolean() ? AioError.ECONNSHUT : AioError.ECONNRESET);
            pipes.remove(pipe);
        }
    }

    private void turn() {
        FakePipe pipe = anyPipe();
        if (pipe != null && !pipe.closed) {
            pipe.reading = !pipe.reading;
            pipe.read();
        }
    }

    private void say() {
        FakePipe pipe = anyPipe();
        if (pipe == null || pipe.closed) {
            return;
        }
        wire.learn(pipe.taken);
        int count = Fuzz.length(random, Fuzz.oneIn(random, 40) ? 1000 : 8) + 1;
        boolean room = true;
        for (int i = 0; i < count && room && !pipe.closed; i++) {
            byte[] bytes = wire.next();
            room = pipe.deliver(wire.message(sockets, bytes));
            if (room) {
                inputs++;
                pipe.offends |= wire.offends(bytes);
            }
            if (Fuzz.oneIn(random, 3)) {
                pipe.delivered();
            }
        }
        pipe.delivered();
        check(pipe);
    }

    /** Only the pipe of a peer that has violated the protocol may be closed. */
    private static void check(FakePipe pipe) {
        assertTrue(pipe.offends || !pipe.closed, "a pipe has ended though its peer has kept the rules");
    }

    // ---- the user

    private SpChannel channel() {
        return channels.get(random.nextInt(channels.size()));
    }

    private void channels() {
        if (channels.size() > 1 && random.nextBoolean()) {
            channels.remove(random.nextInt(1, channels.size())).close();
        } else if (channels.size() < 4) {
            try {
                channels.add(socket.openContext());
            } catch (AioException e) {
                assertEquals(AioError.ENOTSUP, e.error());
            }
        }
    }

    private void options() {
        option(SpOptions.SEND_BUFFER, random.nextInt(20));
        option(SpOptions.RECEIVE_BUFFER, random.nextInt(20));
        option(SpOptions.PREFER_NEW, random.nextBoolean());
        option(SpOptions.QUEUE_BYTES_MAX, (long) Fuzz.length(random, 20_000));
        SpChannel channel = channel();
        try {
            byte[] topic = Fuzz.bytes(random, random.nextInt(2));
            if (random.nextBoolean()) {
                channel.subscribe(topic);
            } else {
                channel.unsubscribe(topic);
            }
        } catch (AioException e) {
            assertTrue(e.error() == AioError.ENOTSUP || e.error() == AioError.ENOENT, () -> e.toString());
        }
    }

    /** {@return a handle that is free, or null} */
    private Aio free() {
        Aio aio = handles.get(random.nextInt(HANDLES));
        if (aio.isBusy()) {
            return null;
        }
        Message message = aio.getMessage();
        if (message != null) {
            message.body();
            message.free();
            aio.setMessage(null);
        }
        return aio;
    }

    private void startSend() {
        Aio aio = free();
        if (aio == null) {
            return;
        }
        Message message = wire.message(sockets, wire.next());
        if (random.nextBoolean()) {
            aio.setMessage(message);
            channel().send(aio);
        } else {
            attempt(() -> channel().trySend(message));
        }
    }

    private void startReceive() {
        Aio aio = free();
        if (aio != null && random.nextBoolean()) {
            channel().receive(aio);
        } else {
            attempt(() -> {
                SpChannel channel = channel();
                Message message = channel.tryReceive();
                if (message != null && random.nextBoolean()) {
                    channel.trySend(message); // an answer, in the best case
                }
            });
        }
    }

    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (AioException e) {
            assertTrue(e.error() != AioError.EINTERNAL && e.error() != AioError.ECLOSED, () -> e.toString());
        }
    }

    // ---- the end

    /** Ends the round: receives all messages that have arrived, and checks pipes and statistics. */
    private void settle() {
        handles.forEach(Aio::cancel);
        channels.stream().skip(1).forEach(SpChannel::close);
        drain();
        for (FakePipe pipe : pipes) {
            assertEquals(pipe.offends, pipe.closed, "who breaks the rules is closed, and nobody else");
            pipe.reading = true;
            int before = pipe.taken.size();
            pipe.read();
            assertTrue(pipe.taken.size() - before <= MOST_ON_THE_WAY);
        }
        SpStatistic statistics = socket.statistics();
        long open = pipes.stream().filter(pipe -> !pipe.closed).count();
        assertEquals(open, value(statistics, "pipes"));
        assertTrue(value(statistics, "queue_bytes") >= 0);
        assertEquals(connected, value(listener.statistics(), "accept"));
        if (socket.protocol() == SpProtocol.PAIR0 || socket.protocol() == SpProtocol.PAIR1) {
            pipes.stream().filter(pipe -> !pipe.closed).forEach(pipe -> pipe.leave(AioError.ECONNSHUT));
            drain();
        }
    }

    private void drain() {
        for (int i = 0; i < LOOKS; i++) {
            attempt(() -> {
                for (Message message = socket.tryReceive(); message != null; message = socket.tryReceive()) {
                    ((SpMessage) message).free();
                }
            });
        }
    }

    private static long value(SpStatistic statistics, String name) {
        return statistics.child(name).map(SpStatistic::value).orElse(0L);
    }

    @Override
    public void close() {
        socket.close();
        handles.forEach(Aio::close);
        assertTrue(pipes.stream().allMatch(pipe -> pipe.closed), "closing a socket closes its pipes");
    }
}
