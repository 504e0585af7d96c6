package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpContext;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user who takes the message away from a send that waits: it fails, and what waits behind it goes on. */
class TakenMessageTest extends SpTest {
    private static final String URL = "inproc://taken";

    enum Change {
        NONE_LEFT,
        FREED,
        FOREIGN
    }

    private static void change(Aio aio, Change change) {
        Message own = aio.getMessage();
        own.free();
        switch (change) {
            case NONE_LEFT -> aio.setMessage(null);
            case FREED -> {}
            case FOREIGN ->
                aio.setMessage((Message) Proxy.newProxyInstance(
                        Message.class.getClassLoader(), new Class<?>[] {Message.class}, (proxy, method, args) -> null));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPushFails(Change change) throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        Aio taken = sending(push, "taken");
        Aio behind = sending(push, "behind");
        change(taken, change);
        connect(pull, push, URL);
        assertEquals(AioError.EINVAL, result(taken));
        assertEquals(AioError.OK, result(behind));
        assertEquals("behind", receive(pull));
        taken.setMessage(null);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestFails(Change change) throws InterruptedException {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        Aio taken = sending(req, "taken");
        change(taken, change);
        connect(rep, req, URL);
        assertEquals(AioError.EINVAL, result(taken));
        assertFails(AioError.ESTATE, req::receive);
        send(req, "next");
        assertEquals("next", receive(rep));
        taken.setMessage(null);
    }

    @Test
    void anAnswerFails() throws InterruptedException {
        SpSocket req = openRaw(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req, URL);
        Aio taken = null;
        for (int i = 1; taken == null; i++) { // until there is no room for one more
            Message request = messages.of("request");
            request.head().appendU32(0x80000000L | i);
            req.send(request);
            SpContext context = rep.openContext();
            context.receive().free();
            Aio answer = sending(context, "answer");
            taken = answer.isBusy() ? answer : null;
        }
        change(taken, Change.NONE_LEFT);
        assertTrue(taken.isBusy());
        for (Message answer = req.tryReceive(); answer != null; answer = req.tryReceive()) {
            answer.free();
        }
        assertEquals(AioError.EINVAL, result(taken));
    }
}
