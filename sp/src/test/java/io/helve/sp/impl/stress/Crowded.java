package io.helve.sp.impl.stress;

import static org.awaitility.Awaitility.await;

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
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The program of {@link CrowdTest} that is attacked, in a JVM with little memory. One tenant has a PULL socket that
 * nobody receives from and a PUB socket that publishes all the time; another tenant asks and answers on the same event
 * loops, and measures how long that takes.
 */
final class Crowded {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Crowded() {}

    public static void main(String[] args) throws Exception {
        String scheme = args[0];
        int count = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        String kinds = args[3];
        try (AioRuntime runtime = AioRuntime.open()) {
            StreamFactory streams = runtime.service(StreamFactory.class);
            try (SpRuntime sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {})) {
                sp.add(new UdpTransport(() -> streams));
                sp.addChanging(new StreamTransport(() -> streams));
                play(runtime, sp, scheme, count, seconds, kinds);
            }
        }
        System.exit(0);
    }

    private static void play(AioRuntime runtime, SpRuntime sp, String scheme, int count, int seconds, String kinds)
            throws Exception {
        SocketTenant attacked = sp.open("attacked", runtime.factory());
        SocketTenant honest = sp.open("honest", runtime.factory());
        SpSocket rep = limited(honest.open(SpProtocol.REP));
        SpSocket req = limited(honest.open(SpProtocol.REQ));
        SpSocket pull = attacked.open(SpProtocol.PULL);
        SpSocket pub = attacked.open(SpProtocol.PUB);
        dial(req, listen(rep, scheme));
        long[] before = talk(honest, req, rep, 200, Long.MAX_VALUE);
        long memoryBefore = used();
        Process crowd = crowd(listen(pull, scheme), listen(pub, scheme), count, kinds);
        ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
        publisher.scheduleWithFixedDelay(
                () -> pub.trySend(attacked.messages().alloc(1000)), 0, 1, TimeUnit.MILLISECONDS);
        BufferedReader said = crowd.inputReader();
        long begin = System.nanoTime();
        while (!said.ready() && crowd.isAlive() && System.nanoTime() - begin < 2 * PATIENCE.toNanos()) {
            talk(honest, req, rep, 10, Long.MAX_VALUE); // until the crowd says that it is there
        }
        long[] during =
                talk(honest, req, rep, Integer.MAX_VALUE, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
        long memoryDuring = used();
        long streams = streams(runtime);
        long pipes = pipes(pull) + pipes(pub);
        crowd.getOutputStream().write('\n');
        crowd.getOutputStream().flush();
        crowd.waitFor(30, TimeUnit.SECONDS);
        crowd.destroyForcibly().waitFor();
        publisher.shutdownNow();
        pull.close();
        pub.close();
        await().atMost(PATIENCE).until(() -> streams(runtime) <= 2);
        talk(honest, req, rep, 200, Long.MAX_VALUE);
        System.out.printf(
                "%s %s: %d connections, %d pipes, %d exchanges, median %d us (%d us before), 99%% %d us, most %d us,"
                        + " heap %d KiB before, %d KiB in the crowd, %d KiB after%n",
                scheme,
                kinds,
                streams,
                pipes,
                during.length,
                median(during),
                median(before),
                during[during.length * 99 / 100],
                during[during.length - 1],
                memoryBefore >> 10,
                memoryDuring >> 10,
                used() >> 10);
        System.out.println("fine");
    }

    private static long pipes(SpSocket socket) {
        return socket.statistics().child("pipes").orElseThrow().value();
    }

    private static int streams(AioRuntime runtime) {
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
            listener.set(StreamOptions.RECEIVE_BUFFER, 64 << 10);
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

    private static Process crowd(String pull, String pub, int count, String kinds) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx3g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Crowd.class.getName(),
                        pull,
                        pub,
                        Integer.toString(count),
                        kinds)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    /** {@return the sorted times of exchanges in microseconds; an exchange that fails ends the program} */
    private static long[] talk(SocketTenant tenant, SpSocket req, SpSocket rep, int most, long until)
            throws InterruptedException {
        long[] times = new long[1 << 16];
        int count = 0;
        while (count < most && (until == Long.MAX_VALUE || System.nanoTime() - until < 0)) {
            long start = System.nanoTime();
            req.send(tenant.messages().alloc(64));
            Message request = rep.receive();
            rep.send(request);
            req.receive().free();
            times[count++ % times.length] = (System.nanoTime() - start) / 1000;
        }
        long[] sorted = Arrays.copyOf(times, Math.min(count, times.length));
        Arrays.sort(sorted);
        return sorted;
    }

    private static long median(long[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
