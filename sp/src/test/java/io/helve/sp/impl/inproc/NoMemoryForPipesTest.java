package io.helve.sp.impl.inproc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.sp.SpProtocol;
import io.helve.sp.impl.SpTest;
import io.helve.sp.provider.SpTransportHost;
import io.helve.sp.provider.SpTransportListener;
import io.helve.stream.StreamUrl;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** Both sides of a connection over inproc end, also if there is no memory for the pipe between them. */
class NoMemoryForPipesTest extends SpTest {
    private static final StreamUrl URL = StreamUrl.parse("inproc://no-memory");

    private static SpTransportHost host(SpProtocol protocol) {
        return (SpTransportHost) Proxy.newProxyInstance(
                NoMemoryForPipesTest.class.getClassLoader(),
                new Class<?>[] {SpTransportHost.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("protocol")) {
                        return protocol;
                    }
                    throw new OutOfMemoryError("test");
                });
    }

    @Test
    void theDialAndTheAcceptEnd() {
        InprocTransport transport = new InprocTransport();
        try (SpTransportListener listener = transport.listener(URL, host(SpProtocol.PULL))) {
            listener.bind();
            Aio accept = handle();
            listener.accept(accept);
            Aio dial = handle();
            transport.dialer(URL, host(SpProtocol.PUSH)).connect(dial);
            assertEquals(AioError.ENOMEM, result(dial));
            assertEquals(AioError.ENOMEM, result(accept));
        }
    }

    @Test
    void aDialToTheWrongProtocolEnds() {
        InprocTransport transport = new InprocTransport();
        try (SpTransportListener listener = transport.listener(URL, host(SpProtocol.PULL))) {
            listener.bind();
            Aio dial = handle();
            transport.dialer(URL, host(SpProtocol.REQ)).connect(dial);
            assertEquals(AioError.ENOMEM, result(dial));
        }
    }
}
