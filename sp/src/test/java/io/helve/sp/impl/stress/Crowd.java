package io.helve.sp.impl.stress;

import static org.awaitility.Awaitility.await;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program of {@link CrowdTest} that attacks: so many connections of each kind as it is told to make, each made anew
 * when it was refused, until standard input ends. The kinds: peers that send without end, peers that do not read, peers
 * that say nothing, and peers that send a long message byte by byte.
 */
final class Crowd {
    private static final int BODY = 200;

    /** How many bytes the operating system keeps for a connection: little, so that the pipes stall soon. */
    private static final int KERNEL_BUFFER = 64 << 10;

    private final StreamFactory streams;
    private final AioFactory inline;
    private final boolean messages;
    private final boolean typed;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger dialing = new AtomicInteger();
    private final List<Peer> slow = new CopyOnWriteArrayList<>();

    private Crowd(AioRuntime runtime, String scheme) {
        streams = runtime.service(StreamFactory.class);
        inline = runtime.factory().on(AioFactory.INLINE);
        messages = scheme.startsWith("ws");
        typed = scheme.equals("ipc");
    }

    public static void main(String[] args) throws Exception {
        String pull = args[0];
        String pub = args[1];
        int count = Integer.parseInt(args[2]);
        try (AioRuntime runtime = AioRuntime.open()) {
            if (pull.startsWith("udp:")) {
                flood(runtime, pull, pub, count);
            } else {
                new Crowd(runtime, StreamUrl.parse(pull).scheme()).attack(pull, pub, count);
            }
            Runtime.getRuntime().halt(0);
        }
    }

    /** Over udp each connection has a socket of its own. */
    private static void flood(AioRuntime runtime, String pull, String pub, int count) throws Exception {
        SpSockets sockets = runtime.service(SpSockets.class);
        List<SpSocket> all = new CopyOnWriteArrayList<>();
        for (int i = 0; i < count; i++) {
            SpSocket push = sockets.open(SpProtocol.PUSH);
            push.dialer(pull).startInBackground();
            all.add(push);
            SpSocket sub = sockets.open(SpProtocol.SUB);
            sub.dialer(pub).startInBackground();
        }
        while (System.in.available() == 0) {
            for (SpSocket push : all) {
                push.trySend(sockets.messages().alloc(BODY));
            }
        }
    }

    private void attack(String pull, String pub, int count) throws Exception {
        int batch = pull.startsWith("tls") || pull.startsWith("wss") ? 2 : 50;
        for (int i = 0; i < count; i++) {
            connect(pull, 'P', 0x50, "pull");
            connect(pub, 'R', 0x21, "pub");
            connect(pull, 'S', 0, "pull");
            connect(pull, 'L', 0x50, "pull");
            if (i % batch == batch - 1) { // the handshakes of a larger burst would only refuse each other
                await().atMost(Duration.ofMinutes(1)).until(() -> dialing.get() == 0);
            }
        }
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        clock.scheduleWithFixedDelay(() -> slow.forEach(Peer::trickle), 1, 1, TimeUnit.SECONDS);
        System.in.read();
        clock.shutdownNow();
        System.out.println("made " + made);
    }

    private void connect(String url, char kind, int protocol, String peer) {
        StreamDialer dialer = streams.dialer(url);
        if (url.startsWith("tls") || url.startsWith("wss")) {
            dialer.set(
                    StreamOptions.TLS,
                    TlsConfig.builder().authMode(AuthMode.NONE).build());
        }
        if (messages) {
            dialer.set(StreamOptions.WS_PROTOCOL, peer + ".sp.nanomsg.org");
        }
        dialer.set(StreamOptions.READ_AHEAD, 0);
        if (!typed) {
            dialer.set(StreamOptions.SEND_BUFFER, KERNEL_BUFFER);
            dialer.set(StreamOptions.RECEIVE_BUFFER, KERNEL_BUFFER);
        }
        dialing.incrementAndGet();
        Aio aio = inline.alloc(dialed -> {
            dialing.decrementAndGet();
            if (dialed.result() == AioError.OK) {
                made.incrementAndGet();
                new Peer((Stream) dialed.getOutput(0), kind).begin(protocol);
            }
        });
        dialer.dial(aio);
    }

    private final class Peer {
        private final Stream stream;
        private final char kind;
        private final Aio aio;
        private ByteBuffer next;

        Peer(Stream stream, char kind) {
            this.stream = stream;
            this.kind = kind;
            aio = inline.alloc(sent -> {
                if (sent.result() == AioError.OK && kind != 'R') {
                    send();
                }
            });
            next = kind == 'P' ? frames() : ByteBuffer.allocate(1);
        }

        void begin(int protocol) {
            if (kind == 'S') {
                return;
            }
            ByteBuffer hello =
                    messages ? frames() : ByteBuffer.wrap(new byte[] {0, 'S', 'P', 0, 0, (byte) protocol, 0, 0});
            if (kind == 'L' && !messages) {
                hello = ByteBuffer.allocate(17).put(hello);
                if (typed) {
                    hello.put((byte) 1);
                }
                hello.putLong(1 << 20).flip();
                slow.add(this);
            }
            if (kind == 'R' && messages) {
                return;
            }
            aio.setIov(hello);
            stream.send(aio);
        }

        private void send() {
            if (kind == 'P') {
                next.rewind();
                aio.setIov(next);
                stream.send(aio);
            }
        }

        void trickle() {
            if (!aio.isBusy()) {
                next.rewind();
                aio.setIov(next);
                stream.send(aio);
            }
        }
    }

    private ByteBuffer frames() {
        if (messages) {
            return ByteBuffer.allocate(BODY);
        }
        int count = 20;
        ByteBuffer frames = ByteBuffer.allocate(count * (9 + BODY));
        for (int i = 0; i < count; i++) {
            if (typed) {
                frames.put((byte) 1);
            }
            frames.putLong(BODY).put(new byte[BODY]);
        }
        return frames.flip();
    }
}
