package io.helve.sp.impl.stress;

import static io.helve.testkit.Await.await;

import io.helve.aio.AioRuntime;
import io.helve.message.Message;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SocketTenant;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.sp.impl.stream.StreamTransport;
import io.helve.sp.impl.udp.UdpTransport;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamStatistics;
import io.helve.testkit.tls.LocalTls;
import java.io.BufferedReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The program of {@link CrowdTest} that is attacked, in a JVM with little memory, over one scheme or several at once.
 * One tenant has PULL sockets that nobody receives from and PUB sockets that publish all the time; another tenant asks
 * and answers on the same event loops, and measures how long that takes.
 */
final class Crowded {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AioRuntime runtime;
    private final SocketTenant attacked;
    private final SocketTenant honest;
    private final List<Victim> victims = new ArrayList<>();

    /** What is attacked over one scheme, and the exchanges of the honest tenant over the same. */
    private record Victim(String scheme, SpSocket pull, SpSocket pub, SpSocket rep, SpSocket req, Times times) {}

    /** The times of exchanges in microseconds, the last ones if there are many. */
    private static final class Times {
        private final long[] times = new long[1 << 16];
        private int count;

        void add(long nanos) {
            times[count++ % times.length] = nanos / 1000;
        }

        void clear() {
            count = 0;
        }

        @Override
        public String toString() {
            long[] sorted = Arrays.copyOf(times, Math.min(count, times.length));
            Arrays.sort(sorted);
            return String.format(
                    "%d exchanges, median %d us, 99%% %d us, most %d us",
                    count, sorted[sorted.length / 2], sorted[sorted.length * 99 / 100], sorted[sorted.length - 1]);
        }
    }

    private Crowded(AioRuntime runtime, SpRuntime sp) {
        this.runtime = runtime;
        attacked = sp.open("attacked", runtime.factory());
        honest = sp.open("honest", runtime.factory());
    }

    /** Arguments: the schemes, how many peers of each kind, for how many seconds, and the kinds. */
    public static void main(String[] args) throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            StreamFactory streams = runtime.service(StreamFactory.class);
            try (SpRuntime sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {})) {
                sp.add(new UdpTransport(() -> streams));
                sp.addChanging(new StreamTransport(() -> streams));
                Crowded crowded = new Crowded(runtime, sp);
                crowded.play(args[0].split(","), args[1], Integer.parseInt(args[2]), args[3]);
            }
        }
        System.exit(0);
    }

    private void play(String[] schemes, String count, int seconds, String kinds) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-cp",
                System.getProperty("java.class.path"),
                Crowd.class.getName(),
                count,
                kinds));
        for (String scheme : schemes) {
            Victim victim = new Victim(
                    scheme,
                    attacked.open(SpProtocol.PULL),
                    attacked.open(SpProtocol.PUB),
                    limited(honest.open(SpProtocol.REP)),
                    limited(honest.open(SpProtocol.REQ)),
                    new Times());
            victims.add(victim);
            dial(victim.req(), listen(victim.rep(), scheme));
            command.add(listen(victim.pull(), scheme));
            command.add(listen(victim.pub(), scheme));
        }
        talk(100);
        long memoryBefore = used();
        Process crowd =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
        publisher.scheduleWithFixedDelay(
                () -> victims.forEach(
                        victim -> victim.pub().trySend(attacked.messages().alloc(1000))),
                0,
                1,
                TimeUnit.MILLISECONDS);
        BufferedReader said = crowd.inputReader();
        long begin = System.nanoTime();
        while (!said.ready() && crowd.isAlive() && System.nanoTime() - begin < 2 * PATIENCE.toNanos()) {
            talk(1); // until the crowd says that it is there
        }
        System.out.println(said.readLine());
        victims.forEach(victim -> victim.times().clear());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            talk(1);
        }
        long memoryDuring = used();
        int streams = streams();
        long pipes = victims.stream()
                .mapToLong(victim -> pipes(victim.pull()) + pipes(victim.pub()))
                .sum();
        crowd.destroyForcibly().waitFor();
        publisher.shutdownNow();
        victims.forEach(victim -> {
            System.out.println(victim.scheme() + " " + kinds + ": " + victim.times());
            victim.pull().close();
            victim.pub().close();
        });
        await().atMost(PATIENCE).until(() -> streams() <= 2 * schemes.length);
        talk(100);
        System.out.printf(
                "%d connections, %d pipes, heap %d KiB before, %d KiB in the crowd, %d KiB after%n",
                streams,
                pipes,
                memoryBefore >> 10,
                memoryDuring >> 10,
                usedAtLast(memoryBefore + (CrowdTest.KEPT << 10)) >> 10);
        System.out.println("fine");
    }

    private static long pipes(SpSocket socket) {
        return socket.statistics().child("pipes").orElseThrow().value();
    }

    private int streams() {
        return runtime.service(StreamStatistics.class).snapshot().streams();
    }

    private static SpSocket limited(SpSocket socket) {
        return socket.set(SpOptions.SEND_TIMEOUT, PATIENCE).set(SpOptions.RECEIVE_TIMEOUT, PATIENCE);
    }

    private static String listen(SpSocket socket, String scheme) throws Exception {
        boolean secured = scheme.startsWith("tls") || scheme.equals("wss");
        String url = scheme.equals("ipc")
                ? "ipc://" + Files.createTempDirectory("crowd").resolve("socket")
                : scheme + (secured ? "://localhost:0" : "://127.0.0.1:0") + (scheme.startsWith("ws") ? "/crowd" : "");
        SpListener listener = socket.listener(url);
        if (secured) {
            listener.set(StreamOptions.TLS, LocalTls.listening());
        }
        if (!scheme.equals("ipc") && !scheme.equals("udp")) {
            listener.set(StreamOptions.KERNEL_RECEIVE_BUFFER, 64 << 10).set(StreamOptions.KERNEL_SEND_BUFFER, 64 << 10);
        }
        listener.start();
        return listener.dialUrl().toString();
    }

    private static void dial(SpSocket socket, String url) throws InterruptedException {
        var dialer = socket.dialer(url);
        if (url.startsWith("tls") || url.startsWith("wss")) {
            dialer.set(StreamOptions.TLS, LocalTls.dialing());
        }
        dialer.start();
    }

    /** Asks and answers over each scheme so many times; an exchange that fails ends the program. */
    private void talk(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            for (Victim victim : victims) {
                long start = System.nanoTime();
                victim.req().send(honest.messages().alloc(64));
                Message request = victim.rep().receive();
                victim.rep().send(request);
                victim.req().receive().free();
                victim.times().add(System.nanoTime() - start);
            }
        }
    }

    /** {@return how much is used; measured again and again while it is too much, because pipes end one by one} */
    private static long usedAtLast(long enough) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long used = used();
        while (used > enough && System.nanoTime() - end < 0) {
            used = used();
        }
        return used;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
