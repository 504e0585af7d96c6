package io.helve.itest.streams;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.stream.Stream;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamStatistics;
import java.nio.ByteBuffer;

/** A small program that uses byte streams without a framework; it prints what the test wants to know. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        AioRuntime runtime = AioRuntime.open();
        StreamFactory streams = runtime.service(StreamFactory.class);
        System.out.println("net in " + streams.getClass().getModule());
        System.out.println("tcp " + sayHello(runtime.factory(), streams, "tcp://127.0.0.1:0"));
        System.out.println("ipc " + sayHello(runtime.factory(), streams, "ipc://" + args[0]));
        System.out.println(
                "over " + runtime.service(StreamStatistics.class).snapshot().transport());
        runtime.close();
        System.out.println("threads left " + threads());
    }

    private static String sayHello(AioFactory factory, StreamFactory streams, String url) throws Exception {
        try (StreamListener listener = streams.listener(url);
                Aio accept = factory.alloc();
                Aio aio = factory.alloc()) {
            listener.listen();
            listener.accept(accept);
            streams.dialer(listener.dialUrl().toString()).dial(aio);
            aio.await();
            accept.await();
            Stream dialed = (Stream) aio.check().getOutput(0);
            Stream accepted = (Stream) accept.check().getOutput(0);
            aio.setIov(ByteBuffer.wrap("hello".getBytes()));
            dialed.send(aio);
            aio.await();
            aio.check();
            ByteBuffer received = ByteBuffer.allocate(5);
            while (received.hasRemaining()) {
                accept.setIov(received);
                accepted.receive(accept);
                accept.await();
                accept.check();
            }
            return new String(received.array());
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("helve-"))
                .count();
    }
}
