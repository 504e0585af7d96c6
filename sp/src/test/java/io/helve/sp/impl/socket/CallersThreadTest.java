package io.helve.sp.impl.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.message.Message;
import io.helve.sp.SpChannel;
import io.helve.sp.SpContext;
import io.helve.sp.SpDialer;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.impl.SpTest;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.helve.testkit.LastingThread;
import io.helve.testkit.tls.LocalTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No call of sockets leaves Netty's thread locals on the thread of the caller, which lives on when the bundles have
 * gone, and would pin their class loaders.
 */
class CallersThreadTest extends SpTest {
    @TempDir
    Path dir;

    private final LastingThread caller = helve.closing(new LastingThread(
            SpSockets.class, SpSocket.class, SpContext.class, SpDialer.class, SpListener.class, SpPipe.class));

    private SpSockets here;
    private int number;

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), caller.leavers());
    }

    private String url(String scheme) {
        return switch (scheme) {
            case "inproc" -> "inproc://callers-" + number++;
            case "ipc" -> "ipc://" + dir.resolve("socket" + number++);
            case "ws", "wss" -> scheme + "://localhost:0/path";
            default -> scheme + "://localhost:0";
        };
    }

    private SpSocket opened(SpProtocol protocol) {
        here = caller.view(SpSockets.class, sockets);
        return here.open(protocol)
                .set(SpOptions.SEND_TIMEOUT, SOON)
                .set(SpOptions.RECEIVE_TIMEOUT, SOON)
                .set(SpOptions.RECONNECT_MIN, Duration.ofMillis(10));
    }

    private static <T extends SpEndpoint> T secured(T endpoint) {
        String scheme = endpoint.url().scheme();
        if (scheme.equals("wss") || scheme.startsWith("tls")) {
            endpoint.set(StreamOptions.TLS, endpoint instanceof SpListener ? LocalTls.listening() : LocalTls.dialing());
        }
        return endpoint;
    }

    private SpListener listening(SpSocket socket, String scheme) {
        SpListener listener = secured(socket.listener(url(scheme)));
        listener.start();
        return listener;
    }

    private static SpDialer dialing(SpSocket socket, SpListener listener) throws InterruptedException {
        SpDialer dialer = secured(socket.dialer(listener.dialUrl()));
        dialer.start();
        return dialer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"inproc", "tcp", "ipc", "ws", "tls+tcp", "wss", "udp"})
    void conversations(String scheme) throws Exception {
        SpSocket rep = opened(SpProtocol.REP);
        SpSocket req = opened(SpProtocol.REQ);
        SpListener listener = listening(rep, scheme);
        SpDialer dialer = dialing(req, listener);
        conversation(req, rep, 10_000);
        SpContext asks = req.openContext();
        SpContext answers = rep.openContext();
        conversation(asks, answers, 10);
        asks.close();
        answers.close();

        req.send("hello");
        Message message = rep.receive();
        SpPipe pipe = caller.view(SpPipe.class, SpPipe.of(message));
        pipe.get(StreamProperty.REMOTE_ADDRESS);
        pipe.close();
        message.close();
        dialer.stop();
        listener.stop();
        req.close();
        rep.stop();
    }

    private void conversation(SpChannel asks, SpChannel answers, int length) throws Exception {
        asks.send(messages.of(new byte[length]));
        answers.receive().close();
        answers.send(messages.of(new byte[length]), SOON);
        asks.receive(SOON).close();

        asks.send("text");
        answers.receive().close();
        eventually(() -> answers.trySend(messages.of(new byte[length])));
        eventually(() -> asks.tryReceive() != null);

        Aio receive = receiving(answers);
        asks.sendAsync(messages.of(new byte[length])).get(30, TimeUnit.SECONDS);
        result(receive);
        result(sending(answers, "text"));
        asks.receiveAsync().get(30, TimeUnit.SECONDS).close();

        Aio cancelled = receiving(answers);
        caller.run("cancel", cancelled::cancel);
        result(cancelled);
    }

    /** Every method that sockets, contexts, endpoints and pipes have. */
    @Test
    void everyMethod() throws Exception {
        conversations("tcp");
        shortcuts();
        requestsAndSurveys();
        publications();
        detailsOfAPipe();
        devices();
        assertEquals(Set.of(), caller.neverCalled());
    }

    private void shortcuts() throws Exception {
        SpSocket pull = opened(SpProtocol.PULL);
        SpSocket push = opened(SpProtocol.PUSH);
        pull.listen(url("tcp")).close();
        SpListener listener = pull.listen(StreamUrl.parse(url("tcp")));
        String address = listener.dialUrl().toString();
        push.dial(address).close();
        push.dial(listener.dialUrl()).close();
        push.dialAsync(address).get(30, TimeUnit.SECONDS).close();
        push.dialAsync(listener.dialUrl()).get(30, TimeUnit.SECONDS).close();
        push.dialer(address).startInBackground();
        SpDialer dialer = push.dialer(address);
        dialer.set(StreamOptions.TCP_NODELAY, true).set(SpOptions.RECONNECT_MIN, SOON);
        dialer.get(StreamOptions.TCP_NODELAY);
        dialer.get(SpOptions.RECONNECT_MIN);
        Aio start = handle();
        dialer.start(start);
        result(start);
        dialer.id();
        dialer.socket();
        dialer.url();
        dialer.statistics();
        dialer.close();
        dialer.stop();
        SpListener another = pull.listener(StreamUrl.parse(url("tcp")));
        another.set(StreamOptions.TCP_NODELAY, true).set(SpOptions.RECEIVE_MAX, 1000);
        another.get(StreamOptions.TCP_NODELAY);
        another.get(SpOptions.RECEIVE_MAX);
        another.id();
        another.socket();
        another.url();
        another.statistics();
        another.close();
        another.stop();
        push.set(SpOptions.SOCKET_NAME, "push").get(SpOptions.SOCKET_NAME);
        push.id();
        push.factory();
        push.isRaw();
        push.protocol();
        push.statistics();
        push.stop();
        pull.close();
    }

    private void requestsAndSurveys() throws Exception {
        SpSocket rep = opened(SpProtocol.REP);
        SpSocket req = opened(SpProtocol.REQ);
        dialing(req, listening(rep, "tcp"));
        CompletableFuture<Void> serving = rep.serve(request -> request);
        req.request(messages.of("one")).get(30, TimeUnit.SECONDS).close();
        serving.cancel(true);
        rep.serveAsync(2, CompletableFuture::completedFuture);
        req.request(messages.of("two")).get(30, TimeUnit.SECONDS).close();
        rep.close();
        req.close();

        SpSocket asks = opened(SpProtocol.SURVEYOR).set(SpOptions.SURVEY_TIME, Duration.ofMillis(20));
        asks.survey(messages.of("who?")).get(30, TimeUnit.SECONDS);
        asks.survey(messages.of("who?"), Message::close).get(30, TimeUnit.SECONDS);
        asks.close();
    }

    private void publications() throws InterruptedException {
        SpSocket sub = opened(SpProtocol.SUB);
        SpContext context = sub.openContext();
        for (SpChannel each : List.of(sub, context)) {
            each.subscribe("a");
            each.subscribe(new byte[] {1});
            each.unsubscribe("a");
            each.unsubscribe(new byte[] {1});
            each.messages();
        }
        context.set(SpOptions.RECEIVE_TIMEOUT, SOON).get(SpOptions.RECEIVE_TIMEOUT);
        context.id();
        context.factory();
        context.socket();
        sub.close();
    }

    private void detailsOfAPipe() throws InterruptedException {
        SpSocket pull = opened(SpProtocol.PULL);
        SpSocket push = opened(SpProtocol.PUSH);
        pull.onPipe(SpPipeEvent.AFTER_ADD, pipe -> {});
        dialing(push, listening(pull, "tcp"));
        push.send("hello");
        Message message = pull.receive();
        SpPipe pipe = caller.view(SpPipe.class, SpPipe.of(message));
        pipe.id();
        pipe.socket();
        pipe.dialer();
        pipe.listener();
        pipe.peer();
        pipe.get(StreamProperty.REMOTE_ADDRESS);
        pipe.get(StreamOptions.TCP_NODELAY);
        pipe.get(SpOptions.RECEIVE_MAX);
        pipe.close();
        pipe.isClosed();
        message.close();
        push.close();
        pull.close();
    }

    private void devices() {
        SpSocket one = here.openRaw(SpProtocol.PULL);
        SpSocket other = here.openRaw(SpProtocol.PUSH);
        Aio device = handle();
        here.device(one, other, device);
        caller.run("cancel a device", device::cancel);
        result(device);
        here.openPoly().close();
        here.messages();
        here.schemes();
    }
}
