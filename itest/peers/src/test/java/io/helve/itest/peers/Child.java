package io.helve.itest.peers;

import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Helve in a JVM of its own, to be killed or starved: {@code URL [PEM]} is where it listens. Sends back what it gets;
 * prints what becomes of accepting; dials what its standard input says, and prints what becomes of that.
 */
final class Child {
    private final AioFactory factory;
    private final StreamFactory streams;

    /** {@return the command that starts this class in a JVM with the test's class path} */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Dpeers.transport=" + System.getProperty("peers.transport", "AUTO"),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Child(AioRuntime runtime) {
        factory = runtime.factory();
        streams = runtime.service(StreamFactory.class);
        // so that the process runs out of descriptors before its only tenant reaches its share
        runtime.service(StreamControl.class)
                .configure(StreamConfig.DEFAULTS
                        .withTransport(Transport.valueOf(System.getProperty("peers.transport", "AUTO")))
                        .withAcceptedTenantMax(Integer.MAX_VALUE));
    }

    public static void main(String[] args) throws Exception {
        Child child = new Child(AioRuntime.open());
        Thread reader = new Thread(child::dialWhatIsAsked, "dial");
        reader.setDaemon(true);
        reader.start();
        child.listen(args[0], args.length > 1 ? Path.of(args[1]) : null);
    }

    private void listen(String url, Path identity) throws InterruptedException {
        try (StreamListener listener = streams.listener(url);
                var aio = factory.alloc()) {
            if (identity != null) {
                listener.set(
                        StreamOptions.TLS,
                        TlsConfig.builder().identity(identity, identity, null).build());
            }
            listener.listen();
            say("listening " + listener.dialUrl());
            while (true) {
                listener.accept(aio);
                aio.await();
                say("accept " + aio.result());
                if (aio.result() == AioError.OK) {
                    Echo.start(factory, (Stream) aio.getOutput(0), () -> say("ended"));
                }
            }
        }
    }

    private void dialWhatIsAsked() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
            for (String url = in.readLine(); url != null; url = in.readLine()) {
                try (StreamDialer dialer = streams.dialer(url);
                        var aio = factory.alloc()) {
                    dialer.dial(aio);
                    aio.await();
                    say("dial " + aio.result());
                    if (aio.result() == AioError.OK) {
                        ((Stream) aio.getOutput(0)).close();
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            say(e.toString());
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
