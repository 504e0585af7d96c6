package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpContext;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests and answers: states, contexts, resending, malformed headers. */
class ReqRepTest extends SpTest {
    private static final String URL = "inproc://reqrep";

    private SpSocket req;
    private SpSocket rep;

    @BeforeEach
    void open() {
        req = open(SpProtocol.REQ);
        rep = open(SpProtocol.REP);
    }

    @Test
    void aRequestIsAnswered() throws InterruptedException {
        connect(rep, req, URL);
        for (int i = 0; i < 3; i++) {
            send(req, "ping " + i);
            assertEquals("ping " + i, receive(rep));
            send(rep, "pong " + i);
            assertEquals("pong " + i, receive(req));
        }
    }

    @Test
    void theHeaderIsNotTheApplications() throws InterruptedException {
        connect(rep, req, URL);
        send(req, "ping");
        Message request = rep.receive();
        assertEquals(0, request.header().remaining());
        request.head().appendU32(77);
        rep.send(request);
        assertEquals(0, req.receive().header().remaining());
    }

    @Test
    void theOrderOfSendAndReceiveIsFixed() throws InterruptedException {
        connect(rep, req, URL);
        assertEquals(AioError.ESTATE, result(receiving(req)));
        assertEquals(AioError.ESTATE, result(sending(rep, "x")));
        assertFails(AioError.ESTATE, req::tryReceive);
        assertFails(AioError.ESTATE, () -> rep.trySend(messages.alloc()));
        Aio first = receiving(rep);
        assertEquals(AioError.ESTATE, result(receiving(rep)));
        send(req, "ping");
        Aio waiting = receiving(req);
        assertEquals(AioError.ESTATE, result(receiving(req)));
        assertEquals(AioError.OK, result(first));
        send(rep, "pong");
        assertEquals(AioError.ESTATE, result(sending(rep, "again")));
        assertEquals(AioError.OK, result(waiting));
        assertEquals(AioError.ESTATE, result(receiving(req)));
    }

    @Test
    void aNewRequestReplacesTheOldOne() throws InterruptedException {
        connect(rep, req, URL);
        send(req, "old");
        Aio waiting = receiving(req);
        send(req, "new");
        assertEquals(AioError.ECANCELED, result(waiting));
        assertEquals("old", receive(rep));
        send(rep, "answer to old");
        assertEquals("new", receive(rep));
        send(rep, "answer to new");
        assertEquals("answer to new", receive(req));
        assertEquals(1, stat(req, "rx_drop"));
    }

    @Test
    void cancellingAReceiveGivesTheRequestUp() throws InterruptedException {
        connect(rep, req, URL);
        send(req, "ping");
        Aio waiting = receiving(req);
        waiting.cancel();
        assertEquals(AioError.ECANCELED, result(waiting));
        assertEquals(AioError.ESTATE, result(receiving(req)));
        receive(rep);
        send(rep, "too late");
        eventually(() -> stat(req, "rx_drop") == 1);
    }

    @Test
    void aRequestWaitsForAPeer() throws InterruptedException {
        Aio sending = sending(req, "ping");
        assertTrue(sending.isBusy());
        Aio receiving = receiving(req);
        connect(rep, req, URL);
        assertEquals(AioError.OK, result(sending));
        assertEquals("ping", receive(rep));
        send(rep, "pong");
        assertEquals(AioError.OK, result(receiving));
        assertEquals("pong", text(receiving.getMessage()));
    }

    @Test
    void contextsHaveRequestsOfTheirOwn() throws InterruptedException {
        connect(rep, req, URL);
        int count = 100;
        List<SpContext> asking = new ArrayList<>();
        List<SpContext> answering = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asking.add(req.openContext().set(SpOptions.RECEIVE_TIMEOUT, SOON));
            answering.add(rep.openContext().set(SpOptions.RECEIVE_TIMEOUT, SOON));
            send(asking.get(i), "request " + i);
        }
        List<String> requests = new ArrayList<>();
        for (SpContext context : answering) {
            requests.add(receive(context));
        }
        for (int i = count - 1; i >= 0; i--) {
            send(answering.get(i), "answer to " + requests.get(i));
        }
        for (int i = 0; i < count; i++) {
            assertEquals("answer to request " + i, receive(asking.get(i)));
        }
        assertEquals(count, stat(req, "contexts"));
        asking.forEach(SpContext::close);
        assertEquals(0, stat(req, "contexts"));
    }

    @Test
    void aRequestIsSentAgain() throws InterruptedException {
        req.set(SpOptions.RESEND_TIME, Duration.ofMillis(20));
        connect(rep, req, URL);
        send(req, "ping");
        assertEquals("ping", receive(rep));
        assertEquals("ping", receive(rep));
        assertEquals("ping", receive(rep));
        send(rep, "pong");
        assertEquals("pong", receive(req));
    }

    @Test
    void anEarlierDeadlineIsNotOverslept() throws InterruptedException {
        connect(rep, req, URL);
        send(req, "slow"); // due in a minute
        SpContext quick = req.openContext().set(SpOptions.RESEND_TIME, Duration.ofMillis(20));
        assertEquals("slow", receive(rep));
        send(quick, "quick");
        assertEquals("quick", receive(rep));
        assertEquals("quick", receive(rep));
    }

    @Test
    void anotherTimeIsForRequestsToCome() throws InterruptedException {
        connect(rep, req, URL);
        send(req, "slow"); // due in a minute
        req.set(SpOptions.RESEND_TIME, Duration.ZERO);
        SpContext quick = req.openContext().set(SpOptions.RESEND_TIME, Duration.ofMillis(20));
        assertEquals("slow", receive(rep));
        send(quick, "quick"); // so the others are looked at, too
        for (int i = 0; i < 3; i++) {
            assertEquals("quick", receive(rep));
        }
    }

    @Test
    void aRequestGoesToAnotherPeerWhenItsPipeIsLost() throws InterruptedException {
        connect(rep, req, URL);
        send(req, "ping");
        assertEquals("ping", receive(rep));
        SpSocket other = open(SpProtocol.REP);
        connect(other, req, URL + "-other");
        rep.close();
        assertEquals("ping", receive(other));
        send(other, "pong");
        assertEquals("pong", receive(req));
    }

    @Test
    void aRequestThatMustNotBeRepeatedFailsWithItsPipe() throws InterruptedException {
        req.set(SpOptions.RESEND_TIME, Aio.INFINITE);
        connect(rep, req, URL);
        send(req, "ping");
        Message request = rep.receive();
        Aio waiting = receiving(req);
        SpPipe.of(request).close();
        assertEquals(AioError.ECONNRESET, result(waiting));

        eventually(() -> pipes(req) == 1 && pipes(rep) == 1);
        send(req, "ping");
        SpPipe.of(rep.receive()).close();
        eventually(() -> pipes(req) == 1 && pipes(rep) == 1);
        assertEquals(AioError.ECONNRESET, result(receiving(req)));
        assertEquals(AioError.ESTATE, result(receiving(req)));
    }

    @Test
    void anAnswerToSomebodyWhoHasGoneIsNoFailure() throws InterruptedException {
        connect(rep, req, URL);
        send(req, "ping");
        assertEquals("ping", receive(rep));
        req.close();
        eventually(() -> pipes(rep) == 0);
        send(rep, "pong");
        assertFails(AioError.ESTATE, () -> rep.trySend(messages.alloc()));
    }

    @Test
    void aRequestThatHasComeTooFarIsDropped() throws InterruptedException {
        SpSocket raw = openRaw(SpProtocol.REQ);
        rep.set(SpOptions.TTL_MAX, 3);
        connect(rep, raw, URL);
        raw.send(request(2, "far"));
        assertEquals("far", receive(rep));
        raw.send(request(3, "too far"));
        raw.send(request(0, "near"));
        assertEquals("near", receive(rep));
        assertEquals(1, stat(rep, "rx_drop"));
        send(rep, "pong");
        Message answer = raw.receive();
        assertEquals(4, answer.header().remaining());
        assertEquals("pong", text(answer));
        assertEquals(1, pipes(rep));
    }

    private Message request(int hops, String body) {
        Message message = messages.of(body);
        message.head().appendU32(0x80000001L);
        for (int i = 0; i < hops; i++) {
            message.head().insertU32(i + 1);
        }
        return message;
    }

    @Test
    void nothingIsReceivedTwice() throws InterruptedException {
        connect(rep, req, URL);
        send(req, "ping");
        receive(rep);
        send(rep, "pong");
        eventually(() -> stat(req, "rx_msgs") == 1);
        assertNotNull(req.tryReceive());
        assertFails(AioError.ESTATE, req::tryReceive);
        assertNull(rep.tryReceive());
        assertFalse(receiving(rep).await(Duration.ZERO));
    }

    @Test
    void manyRequestsThatHaveComeTooFarKeepNoneWaiting() throws InterruptedException {
        SpSocket raw = openRaw(SpProtocol.REQ);
        rep.set(SpOptions.TTL_MAX, 1);
        connect(rep, raw, URL);
        Aio early = receiving(rep);
        for (int i = 0; i < 200; i++) {
            raw.send(request(1, "x"));
        }
        raw.send(request(0, "good"));
        assertEquals(AioError.OK, result(early));
        assertEquals("good", text(early.getMessage()));
        for (int i = 0; i < 200; i++) {
            raw.send(request(1, "x"));
        }
        raw.send(request(0, "good"));
        assertEquals("good", receive(rep));
        assertEquals(400, stat(rep, "rx_drop"));
    }

    @Test
    void bothSidesCountTheSameBytes() throws InterruptedException {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req, "inproc://bytes");
        send(req, "ask");
        assertEquals("ask", receive(rep));
        assertEquals(4 + 3, stat(req, "tx_bytes")); // header and body
        assertEquals(4 + 3, stat(rep, "rx_bytes"));
        send(rep, "answer");
        assertEquals("answer", receive(req));
        assertEquals(4 + 6, stat(rep, "tx_bytes"));
        assertEquals(4 + 6, stat(req, "rx_bytes"));
    }
}
