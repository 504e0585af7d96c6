package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpChannel;
import io.helve.sp.SpContext;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import org.junit.jupiter.api.Test;

/** A user who frees the message of a send that waits: the send fails, and what waits behind it goes on. */
class TakenMessageTest extends SpTest {
    private static final String URL = "inproc://taken";

    /** The message of the last send that {@link #sendingOwn} has started. */
    private Message own;

    private Aio sendingOwn(SpChannel channel) {
        own = messages.of("taken");
        Aio aio = handle();
        aio.setMessage(own);
        channel.send(aio);
        return aio;
    }

    @Test
    void anotherMessageCannotTakeItsPlace() {
        Aio waiting = sending(open(SpProtocol.PUSH), "waiting");
        assertThrows(IllegalStateException.class, () -> waiting.setMessage(null));
        assertThrows(IllegalStateException.class, waiting::getMessage);
        waiting.cancel();
        assertEquals(AioError.ECANCELED, result(waiting));
        assertEquals("waiting", text(waiting.getMessage()));
    }

    @Test
    void aPushFails() throws InterruptedException {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        Aio taken = sendingOwn(push);
        Aio behind = sending(push, "behind");
        own.free();
        connect(pull, push, URL);
        assertEquals(AioError.EINVAL, result(taken));
        assertEquals(AioError.OK, result(behind));
        assertEquals("behind", receive(pull));
        taken.setMessage(null);
    }

    @Test
    void aRequestFails() throws InterruptedException {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        Aio taken = sendingOwn(req);
        own.free();
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
            Aio answer = sendingOwn(context);
            taken = answer.isBusy() ? answer : null;
        }
        own.free();
        assertTrue(taken.isBusy());
        for (Message answer = req.tryReceive(); answer != null; answer = req.tryReceive()) {
            answer.free();
        }
        assertEquals(AioError.EINVAL, result(taken));
    }
}
