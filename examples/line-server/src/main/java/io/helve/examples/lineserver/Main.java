package io.helve.examples.lineserver;

import io.helve.aio.AioRuntime;
import io.helve.stream.StreamFactory;
import io.helve.stream.TlsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;

/** Serves until it is interrupted. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("line-server");
        KeyStore keys = DemoKeyStore.create(folder.resolve("demo.p12"));
        Path certificate = folder.resolve("demo.pem");
        DemoKeyStore.export(keys, certificate);
        TlsConfig tls =
                TlsConfig.builder().identity(keys, DemoKeyStore.PASSWORD).build();
        String url = args.length > 0 ? args[0] : "tls+tcp://127.0.0.1:4443";

        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            interrupted.countDown();
            try {
                finished.await(); // the JVM halts when its hooks have ended
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (AioRuntime runtime = AioRuntime.open()) {
            StreamFactory streams = StreamFactory.of(runtime);
            LineServer server = new LineServer(runtime.factory(), streams, url, tls);
            System.out.println(
                    "Type lines into: bin/helve netcat --dial " + server.dialUrl() + " --cacert " + certificate);
            interrupted.await();
            server.shutDown();
        } finally {
            finished.countDown();
        }
    }
}
