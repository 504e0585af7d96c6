package io.helve.itest.framework;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import io.helve.itest.tenant.Tenant;
import io.helve.message.Message;
import io.helve.sp.SpContext;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Objects of all kinds that a tenant keeps although their bundle, or the tenant itself, has stopped. */
final class StaleObjects {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AioFactory factory;
    private final AioFiles files;
    private final AioFile file;
    private final Path path;
    private final StreamFactory streams;
    private final StreamListener listener;
    private final StreamListener unused;
    private final StreamDialer dialer;
    private final Stream stream;
    private final DatagramEndpoint datagrams;
    private final SpSockets sockets;
    private final SpSocket pull;
    private final SpSocket push;
    private final SpSocket rep;
    private final SpContext context;
    private final SpDialer spDialer;
    private final SpListener spListener;

    /** The answers, by the name of the call. */
    private final Map<String, String> answers = new TreeMap<>();

    StaleObjects(Tenant tenant, Path path) throws Exception {
        this.path = path;
        factory = tenant.factory();
        files = tenant.files();
        file = files.openAsync(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)
                .get(30, TimeUnit.SECONDS);
        streams = tenant.streams();
        listener = streams.listener("tcp://127.0.0.1:0");
        listener.listen();
        unused = streams.listener("tcp://127.0.0.1:0");
        dialer = streams.dialer(listener.dialUrl());
        CompletableFuture<Stream> accepted = listener.acceptAsync();
        stream = dialer.dialAsync().get(30, TimeUnit.SECONDS);
        accepted.get(30, TimeUnit.SECONDS);
        datagrams = streams.datagrams("udp://127.0.0.1:0");
        datagrams.bind();
        sockets = tenant.sockets();
        pull = sockets.open(SpProtocol.PULL);
        push = sockets.open(SpProtocol.PUSH);
        rep = sockets.open(SpProtocol.REP);
        push.dial(pull.listen("tcp://127.0.0.1:0").dialUrl());
        context = rep.openContext();
        spDialer = push.dialer("inproc://nobody");
        spListener = pull.listener("tcp://127.0.0.1:0");
    }

    /** Asks the factory of handles. {@return the answers} */
    Map<String, String> askHandles() {
        answers.clear();
        call("factory.alloc", factory::alloc);
        future("factory.submit", () -> factory.submit(aio -> factory.sleep(Duration.ZERO, aio)));
        return answers;
    }

    /** Asks sockets for futures, for which they need handles. {@return the answers} */
    Map<String, String> askSocketsForFutures() {
        answers.clear();
        Message message = sockets.messages().of("hello");
        future("pull.receiveAsync", pull::receiveAsync);
        future("push.sendAsync", () -> push.sendAsync(message));
        message.free();
        return answers;
    }

    /** Asks files. {@return the answers} */
    Map<String, String> askFiles(AioFactory live) {
        answers.clear();
        future("files.openAsync", () -> files.openAsync(path));
        future("file.readAsync", () -> file.readAsync(0, ByteBuffer.allocate(1)));
        if (live != null) {
            operation("files.open", live, aio -> files.open(path, aio));
            operation("file.read", live, aio -> file.read(0, aio));
            operation("file.write", live, aio -> file.write(0, aio));
            operation("file.size", live, file::size);
        }
        return answers;
    }

    /** Asks streams. {@return the answers} */
    Map<String, String> askStreams(AioFactory live) {
        answers.clear();
        call("streams.dialer", () -> streams.dialer("tcp://127.0.0.1:1"));
        call("streams.listener", () -> streams.listener("tcp://127.0.0.1:0"));
        call("streams.datagrams", () -> streams.datagrams("udp://127.0.0.1:0"));
        run("unused.listen", unused::listen);
        run("listener.listen", listener::listen);
        call("dialer.set", () -> dialer.set(StreamOptions.TCP_NODELAY, true));
        run("stream.set", () -> stream.set(StreamOptions.TCP_NODELAY, true));
        run("datagrams.bind", datagrams::bind);
        if (live != null) {
            operation("dialer.dial", live, dialer::dial);
            operation("listener.accept", live, listener::accept);
            operation("unused.accept", live, unused::accept);
            operation("stream.send", live, stream::send);
            operation("stream.receive", live, stream::receive);
            operation("stream.shutdown", live, stream::shutdown);
            operation("datagrams.send", live, datagrams::send);
            operation("datagrams.receive", live, datagrams::receive);
        }
        future("dialer.dialAsync", dialer::dialAsync);
        future("stream.receiveAsync", () -> stream.receiveAsync(ByteBuffer.allocate(1)));
        return answers;
    }

    /** Asks sockets. {@return the answers} */
    Map<String, String> askSockets(AioFactory live) {
        answers.clear();
        call("sockets.open", () -> sockets.open(SpProtocol.PULL));
        call("sockets.openRaw", () -> sockets.openRaw(SpProtocol.PULL));
        call("sockets.openPoly", sockets::openPoly);
        Message message = sockets.messages().of("hello");
        call("push.send", () -> send(push, message));
        call("push.trySend", () -> push.trySend(message));
        call("pull.receive", pull::receive);
        call("pull.tryReceive", pull::tryReceive);
        call("context.receive", context::receive);
        call("pull.set", () -> pull.set(SpOptions.RECEIVE_TIMEOUT, SOON));
        call("push.dialer", () -> push.dialer("inproc://x"));
        call("push.dial", () -> push.dial("inproc://x"));
        call("pull.listen", () -> pull.listen("tcp://127.0.0.1:0"));
        call("rep.openContext", rep::openContext);
        call("dialer.start", () -> {
            spDialer.start();
            return null;
        });
        run("dialer.startInBackground", spDialer::startInBackground);
        run("spListener.start", spListener::start);
        if (live != null) {
            operation("pull.receive(aio)", live, pull::receive);
            operation("push.send(aio)", live, aio -> {
                aio.setMessage(message);
                push.send(aio);
            });
            operation("context.receive(aio)", live, context::receive);
            operation("spDialer.start(aio)", live, spDialer::start);
            operation("device", live, aio -> sockets.device(pull, push, aio));
        }
        message.free();
        return answers;
    }

    /** Closes everything; that must not throw, whatever has gone. */
    void close() {
        for (AutoCloseable each : new AutoCloseable[] {
            context, spDialer, spListener, rep, push, pull, datagrams, stream, dialer, unused, listener, file::close
        }) {
            run("close", () -> {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new IllegalStateException("close must not fail", e);
                }
            });
        }
    }

    private static Object send(SpSocket socket, Message message) throws InterruptedException {
        socket.send(message);
        return null;
    }

    private void run(String name, Runnable call) {
        call(name, () -> {
            call.run();
            return null;
        });
    }

    private void call(String name, Callable<?> call) {
        answers.put(name, answer(call));
    }

    private static String answer(Callable<?> call) {
        try {
            return "returns " + call.call();
        } catch (AioException e) {
            return e.error().name();
        } catch (CompletionException e) {
            return e.getCause() instanceof AioException failure
                    ? failure.error().name()
                    : e.toString();
        } catch (Exception e) {
            return e.toString();
        }
    }

    private void future(String name, Callable<CompletableFuture<?>> call) {
        call(name, () -> call.call().orTimeout(30, TimeUnit.SECONDS).join());
    }

    private void operation(String name, AioFactory live, Consumer<Aio> operation) {
        call(name, () -> {
            try (Aio aio = live.alloc()) {
                aio.setIov(ByteBuffer.allocate(1));
                operation.accept(aio);
                if (!aio.await(SOON)) {
                    throw new IllegalStateException("no end");
                }
                return aio.check();
            }
        });
    }
}
