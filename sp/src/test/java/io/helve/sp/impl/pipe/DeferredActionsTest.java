package io.helve.sp.impl.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpProtocol;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.socket.Socket;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** What is done once the lock is released, when others have been faster. */
class DeferredActionsTest extends SpTest {
    /** {@return an operation that has been ended by force: no call on it has an effect} */
    private static AioOperation ended() {
        return (AioOperation) Proxy.newProxyInstance(
                AioOperation.class.getClassLoader(),
                new Class<?>[] {AioOperation.class},
                (proxy, method, args) -> method.getReturnType() == boolean.class ? false : null);
    }

    @Test
    void aMessageWhoseReceiveWasEndedByForceIsFreedAndCountedAsThat() {
        Socket socket = (Socket) open(SpProtocol.PULL);
        SpMessage message = SpMessage.of(messages.of("for nobody"));
        DeferredActions actions = new DeferredActions(socket);
        actions.received(ended(), message);
        actions.run();
        assertTrue(message.isFreed());
        assertEquals(1, stat(socket, "rx_drop"));
        assertEquals(1, stat(socket, "rx_drop_forced"));
    }
}
