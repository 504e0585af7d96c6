package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One message for many peers: connections have the same one, sockets in the same process have their own, and none sees
 * another's.
 */
class FanoutTest extends SpTest {
    private static final int MESSAGES = 5_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void subscribersOverAllTransportsGetWhatWasPublishedAndNothingElse(int inproc) throws Exception {
        SpSocket pub = open(SpProtocol.PUB);
        List<CompletableFuture<Integer>> readers = new ArrayList<>();
        List<SpSocket> subs = new ArrayList<>();
        for (int i = 0; i < 3 + inproc; i++) {
            SpSocket sub = open(SpProtocol.SUB);
            sub.subscribe("");
            connect(
                    pub,
                    sub,
                    i < inproc ? "inproc://fanout-" + i : i % 2 == 0 ? "tcp://127.0.0.1:0" : "ws://127.0.0.1:0/");
            subs.add(sub);
            readers.add(reads(sub));
        }
        for (int i = 1; i <= MESSAGES; i++) {
            byte[] body = new byte[1 + i % 500];
            Arrays.fill(body, (byte) i);
            pub.send(messages.of(body));
        }
        Message last = messages.alloc(0);
        while (readers.stream().anyMatch(reader -> !reader.isDone())) { // it may be lost as any other
            pub.send(last.duplicate());
            Thread.yield();
        }
        last.free();
        for (CompletableFuture<Integer> reader : readers) {
            assertTrue(reader.get() > 0, "received at least something");
        }
    }

    /** Receives until an empty message comes, and looks at each: all bytes are the same. {@return how many came} */
    private CompletableFuture<Integer> reads(SpSocket sub) {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        int count = 0;
                        for (Message message = sub.receive(); message.length() > 0; message = sub.receive()) {
                            byte[] body = message.toByteArray();
                            byte[] expected = new byte[body.length];
                            Arrays.fill(expected, body[0]);
                            assertArrayEquals(expected, body);
                            message.writableBody().put(0, (byte) ~body[0]); // nobody else shall see that
                            message.free();
                            count++;
                        }
                        end.complete(count);
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                })
                .start();
        return end;
    }

    @Test
    void whatItsOwnerSharesStaysTheOwners() throws Exception {
        SpSocket pub = open(SpProtocol.PUB);
        SpSocket one = open(SpProtocol.SUB);
        SpSocket two = open(SpProtocol.SUB);
        for (SpSocket sub : List.of(one, two)) {
            sub.subscribe("");
            connect(pub, sub, "tcp://127.0.0.1:0");
        }
        Message kept = messages.of("published");
        for (int i = 0; i < 1000; i++) {
            pub.send(kept.duplicate());
            assertEquals("published", receive(one));
            assertEquals("published", receive(two));
            assertEquals("published", text(kept));
        }
        kept.append(new byte[] {'!'});
        pub.send(kept);
        assertEquals("published!", receive(two));
    }

    @Test
    void aPeerThatGoesTakesNothingFromTheOthers() throws Exception {
        SpSocket pub = open(SpProtocol.PUB);
        SpSocket stays = open(SpProtocol.SUB);
        stays.subscribe("");
        connect(pub, stays, "tcp://127.0.0.1:0");
        CompletableFuture<Integer> reader = reads(stays);
        for (int i = 0; i < 30; i++) {
            SpSocket goes = open(SpProtocol.SUB);
            goes.subscribe("");
            connect(pub, goes, "tcp://127.0.0.1:0");
            for (int n = 1; n <= 200; n++) {
                byte[] body = new byte[100];
                Arrays.fill(body, (byte) n);
                pub.send(messages.of(body));
                if (n == 100) {
                    goes.close();
                }
            }
            eventually(() -> pipes(pub) == 1);
        }
        while (!reader.isDone()) {
            pub.send(messages.alloc(0));
            Thread.yield();
        }
        assertTrue(reader.get() > 0);
    }
}
