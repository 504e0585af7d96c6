package io.helve.sp.impl.stress;

import static io.helve.testkit.Await.await;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program of {@link CrowdTest} that attacks: it makes so many connections of each kind as it is told, and makes
 * each anew when it was refused or lost, until standard input ends. The kinds: peers that send without end ({@code P}),
 * that do not read ({@code R}), that say nothing ({@code S}), and that send a long message byte by byte ({@code L}).
 * Once it has tried all of them it prints a line.
 */
final class Crowd {
    private static final int BODY = 200;

    /** How many bytes the operating system keeps for a connection: little, so that the pipes stall soon. */
    private static final int KERNEL_BUFFER = 64 << 10;

    /** How often connections are begun, and how many at a time: a handshake of TLS costs the attacker much, too. */
    private static final int TICK_MILLIS = 10;

    private static final int BURST = 50;
    private static final int SECURED_BURST = 2;

    /** How many connections are begun at a time before others are refused or established. */
    private static final int WINDOW = 1000;

    /** How long the crowd tries to assemble. */
    private static final Duration ASSEMBLY = Duration.ofSeconds(30);

    private final StreamFactory streams;
    private final AioFactory inline;
    private final boolean messages;
    private final boolean typed;
    private final boolean secured;
    private final String pull;
    private final String pub;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger untried = new AtomicInteger();
    private final AtomicInteger dialing = new AtomicInteger();
    private final Queue<Character> missing = new ConcurrentLinkedQueue<>();
    private final List<Peer> slow = new CopyOnWriteArrayList<>();

    private Crowd(AioRuntime runtime, String pull, String pub) {
        streams = runtime.service(StreamFactory.class);
        inline = runtime.factory().on(AioFactory.INLINE);
        String scheme = StreamUrl.parse(pull).scheme();
        messages = scheme.startsWith("ws");
        typed = scheme.equals("ipc");
        secured = scheme.startsWith("tls") || scheme.equals("wss");
        this.pull = pull;
        this.pub = pub;
    }

    /** Arguments: how many peers of each kind, the kinds, and the addresses of each PULL and PUB socket. */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        String kinds = args[1];
        try (AioRuntime runtime = AioRuntime.open()) {
            List<Crowd> crowds = new ArrayList<>();
            List<SpSocket> flooding = new ArrayList<>();
            for (int i = 2; i < args.length; i += 2) {
                if (args[i].startsWith("udp:")) {
                    flooding.addAll(flood(runtime, args[i], args[i + 1], count, kinds));
                } else {
                    Crowd crowd = new Crowd(runtime, args[i], args[i + 1]);
                    crowd.assemble(count, kinds);
                    crowds.add(crowd);
                }
            }
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            clock.scheduleWithFixedDelay(() -> crowds.forEach(Crowd::trickle), 1, 1, TimeUnit.SECONDS);
            clock.scheduleWithFixedDelay(
                    () -> crowds.forEach(Crowd::connectSome), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
            SpSockets sockets = runtime.service(SpSockets.class);
            clock.scheduleWithFixedDelay(
                    () -> flooding.forEach(
                            push -> push.trySend(sockets.messages().alloc(BODY))),
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
            long begin = System.nanoTime();
            await().atMost(ASSEMBLY.multipliedBy(2))
                    .until(() ->
                            crowds.stream().allMatch(Crowd::isThere) || System.nanoTime() - begin > ASSEMBLY.toNanos());
            System.out.println("the crowd is there: "
                    + crowds.stream().mapToInt(each -> each.made.get()).sum());
            System.in.read();
            clock.shutdownNow();
            Runtime.getRuntime().halt(0);
        }
    }

    /** Over udp each connection has a socket of its own; peers that say nothing are not seen there. */
    private static List<SpSocket> flood(AioRuntime runtime, String pull, String pub, int count, String kinds)
            throws Exception {
        SpSockets sockets = runtime.service(SpSockets.class);
        List<SpSocket> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (kinds.indexOf('P') >= 0) {
                SpSocket push = sockets.open(SpProtocol.PUSH);
                push.dialer(pull).startInBackground();
                all.add(push);
            }
            if (kinds.indexOf('R') >= 0) {
                sockets.open(SpProtocol.SUB).dialer(pub).startInBackground();
            }
        }
        return all;
    }

    private void assemble(int count, String kinds) {
        for (int i = 0; i < count; i++) {
            kinds.chars().forEach(kind -> missing.add((char) kind));
        }
        untried.set(missing.size());
    }

    private boolean isThere() {
        return untried.get() <= 0 && dialing.get() == 0;
    }

    private void trickle() {
        slow.forEach(Peer::trickle);
    }

    private void connectSome() {
        for (int i = 0; i < (secured ? SECURED_BURST : BURST) && dialing.get() < WINDOW; i++) {
            Character kind = missing.poll();
            if (kind == null) {
                return;
            }
            untried.decrementAndGet();
            connect(kind);
        }
    }

    private void connect(char kind) {
        String url = kind == 'R' ? pub : pull;
        StreamDialer dialer = streams.dialer(url);
        if (secured) {
            dialer.set(
                    StreamOptions.TLS,
                    TlsConfig.builder().authMode(AuthMode.NONE).build());
        }
        if (messages) {
            dialer.set(StreamOptions.WS_PROTOCOL, (kind == 'R' ? "pub" : "pull") + ".sp.nanomsg.org");
        }
        dialer.set(StreamOptions.READ_AHEAD, 0);
        if (!typed) {
            dialer.set(StreamOptions.KERNEL_SEND_BUFFER, KERNEL_BUFFER);
            dialer.set(StreamOptions.KERNEL_RECEIVE_BUFFER, KERNEL_BUFFER);
        }
        dialing.incrementAndGet();
        Aio aio = inline.alloc(dialed -> {
            dialing.decrementAndGet();
            dialer.close();
            if (dialed.result() == AioError.OK) {
                made.incrementAndGet();
                new Peer((Stream) dialed.getOutput(0), kind).begin(kind == 'R' ? 0x21 : 0x50);
            } else {
                missing.add(kind);
            }
            dialed.reap();
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
                if (sent.result() == AioError.OK) {
                    send();
                } else {
                    made.decrementAndGet();
                    slow.remove(this);
                    stream.close();
                    sent.reap();
                    missing.add(kind);
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
