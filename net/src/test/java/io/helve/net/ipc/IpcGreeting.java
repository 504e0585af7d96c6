package io.helve.net.ipc;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Says hello over a socket file with a name beyond ASCII: the program that {@link SocketPathTest} starts. */
final class IpcGreeting {
    private IpcGreeting() {}

    /** Prints the greeting, and the files that are left of the listener. */
    public static void main(String[] args) throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            runtime.service(StreamControl.class)
                    .configure(StreamConfig.DEFAULTS.withTransport(Transport.valueOf(args[0])));
            greet(runtime, "ipc://" + args[1] + "/gr\u00fc\u00dfe");
        } catch (AioException e) {
            System.out.println(e.error());
        }
        try (java.util.stream.Stream<Path> files = Files.list(Path.of(args[1]))) {
            List<String> sockets = files.map(Path::toString)
                    .filter(name -> name.contains("/gr"))
                    .collect(Collectors.toList());
            System.out.println(sockets);
        }
    }

    private static void greet(AioRuntime runtime, String url) throws InterruptedException {
        StreamFactory streams = runtime.service(StreamFactory.class);
        try (StreamListener listener = streams.listener(url);
                StreamDialer dialer = streams.dialer(url);
                Aio accepting = runtime.factory().alloc();
                Aio dialing = runtime.factory().alloc()) {
            listener.listen();
            listener.accept(accepting);
            dialer.dial(dialing);
            Stream dialed = output(dialing);
            Stream accepted = output(accepting);
            dialing.setIov(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
            dialed.send(dialing);
            ByteBuffer received = ByteBuffer.allocate(5);
            while (received.hasRemaining()) {
                accepting.setIov(received);
                accepted.receive(accepting);
                accepting.await();
                accepting.check();
            }
            System.out.println(new String(received.array(), StandardCharsets.US_ASCII));
        }
    }

    private static Stream output(Aio aio) throws InterruptedException {
        aio.await();
        return (Stream) aio.check().getOutput(0);
    }
}
