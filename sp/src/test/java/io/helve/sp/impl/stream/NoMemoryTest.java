package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.sp.SpDialer;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.protocol.ProtocolFactory;
import io.helve.sp.impl.socket.SocketTenant;
import io.helve.sp.impl.socket.SpRuntime;
import io.helve.stream.StreamFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has been started ends, also if memory is used up in the middle of it; and all goes on when memory is back. */
class NoMemoryTest extends SpTest {
    private static final String ANY_PORT = "tcp://127.0.0.1:0";

    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean usedUp;
    private SpRuntime sp;
    private SocketTenant tenant;

    @BeforeEach
    void openATenantWhoseMemoryCanBeUsedUp() {
        sp = new SpRuntime(ProtocolFactory::create, (made, first, second, aio) -> {});
        StreamFactory streams = runtime.service(StreamFactory.class);
        sp.addChanging(new StreamTransport(() -> streams));
        tenant = sp.open("a test", failing(factory));
    }

    @AfterEach
    void closeTheTenant() {
        tenant.close();
        sp.close();
    }

    /** {@return a factory that has no memory for handles while memory is used up} */
    private AioFactory failing(AioFactory real) {
        return (AioFactory) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AioFactory.class}, (proxy, method, arguments) -> {
                    if (usedUp && method.getName().equals("alloc")) {
                        refused.incrementAndGet();
                        throw new OutOfMemoryError("test");
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return method.getName().equals("on") ? failing((AioFactory) result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aDialEndsIfThereIsNoMemoryForItsHandshake() {
        SpSocket pull = open(SpProtocol.PULL);
        String url = listen(pull, ANY_PORT).dialUrl().toString();
        SpDialer dialer = tenant.open(SpProtocol.PUSH).dialer(url);
        Aio aio = handle();
        usedUp = true;
        dialer.start(aio);
        assertEquals(AioError.ENOMEM, result(aio));
        usedUp = false;
        dialer.start(aio);
        assertEquals(AioError.OK, result(aio));
    }

    @Test
    void aListenerGoesOnIfThereWasNoMemoryForAHandshake() {
        SpSocket pull = tenant.open(SpProtocol.PULL);
        String url = pull.listen(ANY_PORT).dialUrl().toString();
        SpSocket push = open(SpProtocol.PUSH);
        usedUp = true;
        dialer(push, url).startInBackground();
        eventually(() -> refused.get() > 0);
        usedUp = false;
        eventually(() -> pipes(push) == 1);
    }
}
