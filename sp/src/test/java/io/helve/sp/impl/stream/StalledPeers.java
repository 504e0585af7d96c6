package io.helve.sp.impl.stream;

import static io.helve.testkit.Await.await;

import io.helve.aio.AioRuntime;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistics;
import io.helve.stream.StreamOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of {@link DirectMemoryTest}, for a JVM with little direct memory: many peers send to a PULL socket that
 * nobody receives from, and then two sockets talk.
 */
final class StalledPeers {
    private static final int BODY = 200;

    /** How many bytes the operating system keeps for a connection: little, so that the pipes stall soon. */
    private static final int KERNEL_BUFFER = 64 << 10;

    private static final Duration SOON = Duration.ofSeconds(60);

    private StalledPeers() {}

    public static void main(String[] args) throws Exception {
        int peers = Integer.parseInt(args[0]);
        try (AioRuntime runtime = AioRuntime.open()) {
            SpSockets sockets = runtime.service(SpSockets.class);
            Messages messages = runtime.service(Messages.class);
            try (SpSocket pull = sockets.open(SpProtocol.PULL);
                    SpSocket rep = limited(sockets.open(SpProtocol.REP));
                    SpSocket req = limited(sockets.open(SpProtocol.REQ))) {
                SpListener listener =
                        pull.listener("tcp://127.0.0.1:0").set(StreamOptions.KERNEL_RECEIVE_BUFFER, KERNEL_BUFFER);
                listener.start();
                int port = listener.dialUrl().port();
                List<SocketChannel> channels = new ArrayList<>();
                for (int i = 0; i < peers; i++) {
                    channels.add(connect(port));
                }
                // The system tells a peer that it is connected before the listener has accepted it.
                await().atMost(SOON).until(() -> value(pull.statistics(), "pipes") == peers);
                req.dial(rep.listen("tcp://127.0.0.1:0").dialUrl().toString());
                talk(messages, req, rep, 100, 64);
                talk(messages, req, rep, 20, 200_000);
                SpStatistic memory = runtime.service(SpStatistics.class)
                        .snapshot()
                        .child("memory")
                        .orElseThrow();
                System.out.printf(
                        "pipes %d, used %d, limit %d, refused %d%n",
                        value(pull.statistics(), "pipes"),
                        value(memory, "direct_used"),
                        value(memory, "direct_limit"),
                        value(memory, "direct_refused"));
                for (SocketChannel channel : channels) {
                    channel.close();
                }
            }
        }
        System.out.println("fine");
    }

    private static SpSocket limited(SpSocket socket) {
        return socket.set(SpOptions.SEND_TIMEOUT, SOON).set(SpOptions.RECEIVE_TIMEOUT, SOON);
    }

    private static long value(SpStatistic statistics, String name) {
        return statistics.child(name).orElseThrow().value();
    }

    /** {@return a connection that has sent as much as fits} */
    private static SocketChannel connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BUFFER);
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        channel.write(ByteBuffer.wrap(new byte[] {0, 'S', 'P', 0, 0, 0x50, 0, 0}));
        channel.configureBlocking(false);
        flood(channel);
        return channel;
    }

    /** Sends whole blocks of messages until one does not fit. */
    private static void flood(SocketChannel channel) throws IOException {
        ByteBuffer frames = ByteBuffer.allocate(64 * (8 + BODY));
        while (frames.hasRemaining()) {
            frames.putLong(BODY).put(new byte[BODY]);
        }
        do {
            frames.rewind();
        } while (channel.write(frames) == frames.capacity());
    }

    private static void talk(Messages messages, SpSocket req, SpSocket rep, int times, int length)
            throws InterruptedException {
        for (int i = 0; i < times; i++) {
            req.send(messages.alloc(length));
            Message request = rep.receive();
            if (request.length() != length) {
                throw new AssertionError("a request of " + request.length() + " bytes");
            }
            rep.send(request);
            Message reply = req.receive();
            if (reply.length() != length) {
                throw new AssertionError("a reply of " + reply.length() + " bytes");
            }
        }
    }
}
