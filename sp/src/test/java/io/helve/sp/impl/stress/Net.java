package io.helve.sp.impl.stress;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.sp.SpChannel;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Two sockets that are connected, perhaps several times or by a device, and their contexts. Used by several threads.
 */
final class Net {
    private static final int CHANNELS = 4;

    final SpSocket front;
    final SpSocket back;
    private final SpListener listener;

    /** Contexts and the sockets themselves, of each side. */
    private final List<SpChannel> fronts = new CopyOnWriteArrayList<>();

    private final List<SpChannel> backs = new CopyOnWriteArrayList<>();
    private final List<SpPipe> pipes = new CopyOnWriteArrayList<>();

    /** What a device needs. */
    private final List<AutoCloseable> between = new ArrayList<>();

    Net(SpSockets sockets, SpProtocol protocol, String url) throws InterruptedException {
        front = prepare(sockets.open(protocol));
        back = prepare(sockets.open(protocol.peer()));
        fronts.add(front);
        backs.add(back);
        front.onPipe(SpPipeEvent.AFTER_ADD, pipes::add);
        front.onPipe(SpPipeEvent.AFTER_REMOVE, pipes::remove);
        listener = front.listen(url);
        back.dial(listener.dialUrl().toString());
    }

    /** Pull and push with a device between them. */
    Net(SpSockets sockets, AioFactory factory, String url, String otherUrl) throws InterruptedException {
        front = prepare(sockets.open(SpProtocol.PULL));
        back = prepare(sockets.open(SpProtocol.PUSH));
        fronts.add(front);
        backs.add(back);
        SpSocket in = sockets.openRaw(SpProtocol.PULL);
        SpSocket out = sockets.openRaw(SpProtocol.PUSH);
        in.onPipe(SpPipeEvent.AFTER_ADD, pipes::add);
        in.onPipe(SpPipeEvent.AFTER_REMOVE, pipes::remove);
        out.set(SpOptions.RECONNECT_MIN, Duration.ofMillis(1));
        out.dial(front.listen(url).dialUrl().toString());
        listener = in.listen(otherUrl);
        back.dial(listener.dialUrl().toString());
        Aio device = factory.alloc();
        sockets.device(in, out, device);
        between.add(in);
        between.add(out);
        between.add(device);
    }

    private static SpSocket prepare(SpSocket socket) {
        socket.set(SpOptions.RECONNECT_MIN, Duration.ofMillis(1)).set(SpOptions.SEND_TIMEOUT, Duration.ofMillis(20));
        socket.set(SpOptions.RECEIVE_TIMEOUT, Duration.ofMillis(20));
        if (socket.protocol() == SpProtocol.REQ) {
            socket.set(SpOptions.RESEND_TIME, Duration.ofMillis(5));
        } else if (socket.protocol() == SpProtocol.SURVEYOR) {
            socket.set(SpOptions.SURVEY_TIME, Duration.ofMillis(5));
        } else if (socket.protocol() == SpProtocol.SUB) {
            socket.subscribe("");
        }
        return socket;
    }

    /** {@return whether a message comes to one receiver at most, and is not sent again} */
    boolean isStrict() {
        return switch (front.protocol()) {
            case PUSH, PULL, PAIR0, PAIR1 -> true;
            default -> false;
        };
    }

    SpChannel channel(SplittableRandom random) {
        List<SpChannel> side = random.nextBoolean() ? fronts : backs;
        Object[] channels = side.toArray();
        return (SpChannel) channels[random.nextInt(channels.length)];
    }

    void changeContexts(SplittableRandom random) {
        boolean isFront = random.nextBoolean();
        List<SpChannel> side = isFront ? fronts : backs;
        try {
            if (side.size() < CHANNELS) {
                side.add((isFront ? front : back).openContext());
            } else {
                SpChannel last = side.get(CHANNELS - 1);
                side.remove(last);
                last.close();
            }
        } catch (AioException | IndexOutOfBoundsException e) {
            // no contexts here, closed, or somebody else was faster
        }
    }

    void changeConnections(SplittableRandom random) {
        Object[] open = pipes.toArray();
        if (open.length > 0 && random.nextBoolean()) {
            ((SpPipe) open[random.nextInt(open.length)]).close();
        } else if (open.length < CHANNELS) {
            try {
                back.dialer(listener.dialUrl().toString()).startInBackground();
            } catch (AioException e) {
                // closed
            }
        }
    }

    void close() throws Exception {
        front.close();
        back.close();
        for (AutoCloseable each : between) {
            each.close();
        }
    }
}
