package io.helve.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpChannel;
import io.helve.sp.SpDialer;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** A test of sockets, with a {@linkplain HelveRuntime runtime} of its own. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SocketTest {
    /** Long enough for any machine; a wait that reaches it has failed. */
    protected static final Duration SOON = Await.SOON;

    /** The runtime of each test. */
    @RegisterExtension
    protected final HelveRuntime helve = new HelveRuntime();

    /** How long a test waits to see that nothing wrong happens. */
    protected static final Duration A_MOMENT = Duration.ofMillis(50);

    /** The runtime of the test. */
    protected AioRuntime runtime;

    /** Its factory of handles. */
    protected AioFactory factory;

    /** Its sockets. */
    protected SpSockets sockets;

    /** Its messages. */
    protected Messages messages;

    /** Creates a test. */
    protected SocketTest() {}

    @BeforeEach
    final void openSockets() {
        runtime = helve.runtime();
        factory = helve.factory();
        sockets = runtime.service(SpSockets.class);
        messages = sockets.messages();
    }

    /**
     * Waits until a condition holds; fails if it does not hold {@linkplain #SOON soon}.
     *
     * @param condition looked at every few milliseconds
     */
    public static void eventually(Callable<Boolean> condition) {
        Await.eventually(condition);
    }

    // ---- sockets

    /** {@return a socket whose blocking calls do not wait for ever} */
    protected final SpSocket open(SpProtocol protocol) {
        return limited(sockets.open(protocol));
    }

    protected final SpSocket openRaw(SpProtocol protocol) {
        return limited(sockets.openRaw(protocol));
    }

    private static SpSocket limited(SpSocket socket) {
        return socket.set(SpOptions.SEND_TIMEOUT, SOON)
                .set(SpOptions.RECEIVE_TIMEOUT, SOON)
                .set(SpOptions.RECONNECT_MIN, Duration.ofMillis(10));
    }

    /** Connects two sockets, and waits until both sockets have the pipe. */
    protected final void connect(SpSocket listening, SpSocket dialing, String url) throws InterruptedException {
        long before = pipes(listening);
        var listener = listen(listening, url);
        dial(dialing, listener.dialUrl().toString());
        eventually(() -> pipes(listening) > before);
    }

    /** Prepares a dialer or listener. */
    protected void configure(SpEndpoint endpoint) {}

    protected final SpListener listen(SpSocket socket, String url) {
        SpListener listener = listener(socket, url);
        try {
            listener.start();
        } catch (AioException e) {
            listener.close();
            throw e;
        }
        return listener;
    }

    protected final SpListener listener(SpSocket socket, String url) {
        SpListener listener = socket.listener(url);
        configure(listener);
        return listener;
    }

    protected final SpDialer dial(SpSocket socket, String url) throws InterruptedException {
        SpDialer dialer = dialer(socket, url);
        try {
            dialer.start();
        } catch (AioException e) {
            dialer.close();
            throw e;
        }
        return dialer;
    }

    protected final SpDialer dialer(SpSocket socket, String url) {
        SpDialer dialer = socket.dialer(url);
        configure(dialer);
        return dialer;
    }

    public static long pipes(SpSocket socket) {
        return stat(socket, "pipes");
    }

    public static long stat(SpSocket socket, String name) {
        return socket.statistics().child(name).map(SpStatistic::value).orElse(0L);
    }

    /** {@return the name of the counter of an endpoint's failures} */
    public static String counter(AioError failure) {
        return switch (failure) {
            case ECONNREFUSED -> "refused";
            case ECONNRESET -> "disconnect";
            case ETIMEDOUT -> "timeout";
            case EPROTO -> "proto";
            default -> failure.name().toLowerCase(Locale.ROOT);
        };
    }

    // ---- messages

    public static void assertFails(AioError error, Executable executable) {
        assertEquals(error, assertThrows(AioException.class, executable).error());
    }

    protected final void send(SpChannel channel, String body) throws InterruptedException {
        channel.send(messages.of(body));
    }

    public static String receive(SpChannel channel) throws InterruptedException {
        return text(channel.receive());
    }

    public static void assertNothingComes(SpChannel channel) {
        assertFails(AioError.ETIMEDOUT, () -> channel.receive(A_MOMENT));
    }

    public static String text(Message message) {
        return new String(message.toByteArray(), StandardCharsets.UTF_8);
    }

    // ---- handles

    /** {@return a handle without a callback, closed after the test} */
    protected final Aio handle() {
        return helve.handle();
    }

    protected final Aio sending(SpChannel channel, String body) {
        Aio aio = handle();
        aio.setMessage(messages.of(body));
        channel.send(aio);
        return aio;
    }

    protected final Aio receiving(SpChannel channel) {
        Aio aio = handle();
        channel.receive(aio);
        return aio;
    }

    /** Waits until the operation has ended, and returns its result. */
    public static AioError result(Aio aio) {
        try {
            assertTrue(aio.await(SOON), () -> "still busy: " + aio);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return aio.result();
    }
}
