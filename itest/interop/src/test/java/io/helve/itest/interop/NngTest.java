package io.helve.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpProtocol;
import org.junit.jupiter.api.function.Executable;

/** Sockets of ours with sockets of nng's. */
abstract class NngTest extends InteropTest {
    static NngSocket open(Nng nng, SpProtocol protocol) {
        NngSocket socket = patient(nng.open(protocol));
        if (protocol == SpProtocol.SUB) {
            socket.subscribe("");
        } else if (protocol == SpProtocol.SURVEYOR) {
            socket.setMillis("surveyor:survey-time", SOON);
        }
        return socket;
    }

    static NngSocket openRaw(Nng nng, SpProtocol protocol) {
        return patient(nng.openRaw(protocol));
    }

    static NngSocket openPoly(Nng nng) {
        return patient(nng.openPoly());
    }

    private static NngSocket patient(NngSocket socket) {
        return socket.setSize("recv-size-max", MOST)
                .setMillis("send-timeout", SOON)
                .setMillis("reconnect-time-min", RECONNECT)
                .setMillis("reconnect-time-max", RECONNECT);
    }

    /** Listens. {@return the URL that others dial} */
    static String listenAt(End end, String url) {
        return end instanceof OurEnd ours ? listen(ours, url) : ((NngSocket) end).listen(url);
    }

    /** Dials in the background. */
    static void dialTo(End end, String url) {
        if (end instanceof OurEnd ours) {
            dial(ours, url);
        } else {
            ((NngSocket) end).dial(url);
        }
    }

    /** Connects two sockets, without waiting. */
    final void link(End listening, End dialing, String scheme) {
        dialTo(dialing, listenAt(listening, url(scheme, 0)));
    }

    /** Connects the two, and no others, and waits until both know. */
    final void connect(End ours, End theirs, String scheme, Dialing dialing) {
        if (dialing == Dialing.WE_DIAL) {
            link(theirs, ours, scheme);
        } else {
            link(ours, theirs, scheme);
        }
        awaitPipes(1, ours, theirs);
    }

    /** One sends, and the other answers, as far as their protocols allow. */
    static void exchange(OurEnd ours, NngSocket theirs, int size) throws InterruptedException {
        if (begins(ours.protocol())) {
            exchange(ours, theirs, Content.random(size, 1), Content.random(size, 2));
        } else {
            exchange(theirs, ours, Content.random(size, 1), Content.random(size, 2));
        }
    }

    /** {@return whether a socket of this protocol sends first} */
    static boolean begins(SpProtocol protocol) {
        return switch (protocol) {
            case PUSH, PUB, REQ, SURVEYOR, PAIR0, PAIR1, BUS -> true;
            default -> false;
        };
    }

    private static void exchange(End first, End second, Content question, Content answer) throws InterruptedException {
        first.send(first.headerOfFirst(), question);
        Received asked = second.receive();
        assertEquals(question.digest(), asked.digest());
        if (first.protocol() != SpProtocol.PUSH && first.protocol() != SpProtocol.PUB) {
            second.send(second.headerOfAnswer(asked), answer);
            assertEquals(answer.digest(), first.receive().digest());
        }
    }

    static void assertNothingComes(End end) {
        assertFails(AioError.ETIMEDOUT, () -> end.receive(A_WHILE));
    }

    static void assertFails(AioError error, Executable executable) {
        assertEquals(error, assertThrows(AioException.class, executable).error());
    }
}
