package io.helve.examples.tasks;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.Stream;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The tasks with Helve. What runs until it is closed needs no thread. */
final class HelveTasks {
    private HelveTasks() {}

    // task: timer
    static Aio everySecond(AioFactory factory, Runnable action) {
        Aio timer = factory.alloc(aio -> {
            if (aio.result() == AioError.OK) {
                action.run();
                factory.sleep(Duration.ofSeconds(1), aio);
            }
        });
        factory.sleep(Duration.ofSeconds(1), timer);
        return timer;
    }
    // end

    // task: reply
    static SpSocket reply(AioFactory factory, SpSockets sockets, String url) {
        SpSocket rep = sockets.open(SpProtocol.REP);
        rep.listen(url);
        rep.receive(factory.alloc(aio -> {
            if (aio.result() == AioError.OK) {
                rep.trySend(aio.getMessage());
                rep.receive(aio);
            }
        }));
        return rep;
    }
    // end

    // task: ask
    static byte[] ask(SpSockets sockets, String url, byte[] question) throws InterruptedException {
        try (SpSocket req = sockets.open(SpProtocol.REQ)) {
            req.dial(url);
            req.send(sockets.messages().of(question));
            return req.receive(Duration.ofSeconds(5)).toByteArray();
        }
    }
    // end

    // task: publish
    static Consumer<byte[]> publish(SpSockets sockets, String url) {
        SpSocket pub = sockets.open(SpProtocol.PUB);
        pub.listen(url);
        return news -> pub.trySend(sockets.messages().of(news));
    }
    // end

    // task: subscribe
    static SpSocket subscribe(
            AioFactory factory, SpSockets sockets, String url, String topic, Consumer<byte[]> consumer) {
        SpSocket sub = sockets.open(SpProtocol.SUB);
        sub.subscribe(topic);
        sub.dialer(url).startInBackground();
        sub.receive(factory.alloc(aio -> {
            if (aio.result() == AioError.OK) {
                consumer.accept(aio.getMessage().toByteArray());
                sub.receive(aio);
            }
        }));
        return sub;
    }
    // end

    // task: push
    static void push(SpSockets sockets, String url, List<byte[]> jobs) throws InterruptedException {
        SpSocket push = sockets.open(SpProtocol.PUSH);
        push.listen(url);
        for (byte[] job : jobs) {
            push.send(sockets.messages().of(job));
        }
    }
    // end

    // task: pull
    static SpSocket pull(AioFactory factory, SpSockets sockets, String url, Consumer<byte[]> worker) {
        SpSocket pull = sockets.open(SpProtocol.PULL);
        pull.dialer(url).startInBackground();
        pull.receive(factory.alloc(aio -> {
            if (aio.result() == AioError.OK) {
                worker.accept(aio.getMessage().toByteArray());
                pull.receive(aio);
            }
        }));
        return pull;
    }
    // end

    // task: survey
    static List<byte[]> survey(SpSocket surveyor, SpSockets sockets, byte[] question) throws InterruptedException {
        surveyor.send(sockets.messages().of(question));
        List<byte[]> answers = new ArrayList<>();
        try {
            while (true) {
                answers.add(surveyor.receive().toByteArray());
            }
        } catch (AioException e) {
            return answers;
        }
    }
    // end

    // task: tls echo
    static StreamListener tlsEcho(AioFactory factory, StreamFactory streams, String url, TlsConfig tls) {
        StreamListener listener = streams.listener(url).set(StreamOptions.TLS, tls);
        listener.listen();
        listener.accept(factory.alloc(accept -> {
            if (accept.result() == AioError.OK) {
                new Echo(factory, (Stream) accept.getOutput(0));
            }
            if (accept.result() != AioError.ECLOSED) {
                listener.accept(accept);
            }
        }));
        return listener;
    }

    private static final class Echo {
        private final Stream stream;
        private final ByteBuffer buffer = ByteBuffer.allocate(4096);
        private boolean sending;

        Echo(AioFactory factory, Stream stream) {
            this.stream = stream;
            Aio aio = factory.alloc(this::transferred);
            aio.setIov(buffer);
            stream.receive(aio);
        }

        private void transferred(Aio aio) {
            if (aio.result() != AioError.OK) {
                stream.close();
                aio.reap();
                return;
            }
            sending = !sending;
            aio.setIov(sending ? buffer.flip() : buffer.clear());
            if (sending) {
                stream.send(aio);
            } else {
                stream.receive(aio);
            }
        }
    }
    // end

    // task: file
    static ByteBuffer head(AioFactory factory, AioFiles files, Path path) throws InterruptedException {
        try (Aio aio = factory.alloc()) {
            aio.setTimeout(Duration.ofSeconds(1));
            files.open(path, aio);
            aio.await();
            try (AioFile file = (AioFile) aio.check().getOutput(0)) {
                ByteBuffer buffer = ByteBuffer.allocate(80);
                aio.setIov(buffer);
                file.read(0, aio);
                aio.await();
                aio.check();
                return buffer.flip();
            }
        }
    }
    // end
}
