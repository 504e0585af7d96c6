package io.helve.sp.impl.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.sp.SpPipe;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.SpTest;
import io.helve.sp.impl.core.Limits;
import io.helve.sp.impl.core.SocketCore;
import io.helve.sp.impl.protocol.Rules;
import io.helve.sp.impl.stream.StreamTransport;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams are made by anybody: one that cannot be closed properly keeps nothing of ours. */
class FailingStreamTest extends SpTest {
    private static final byte[] PULL_HELLO = {0, 'S', 'P', 0, 0, 0x51, 0, 0};

    private final FakeStreams streams = new FakeStreams();
    private SocketCore core;

    @BeforeEach
    void open() {
        core = new SocketCore(Rules::create, (made, first, second, aio) -> {});
        core.add(new StreamTransport(() -> streams));
        core.limit(new Limits(1, 1, Long.MAX_VALUE));
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void aPipeWhoseStreamThrowsWhenItIsClosedDoesNotCountAnyMore() {
        SpSocket push = core.open("a test", factory).open(SpProtocol.PUSH);
        AtomicReference<SpPipe> pipe = new AtomicReference<>();
        push.onPipe(SpPipeEvent.AFTER_ADD, pipe::set);
        push.listen("tcp://fake:1");
        FakeStream first = streams.listener.connect();
        first.whenClosed = new IllegalStateException("as wanted");
        first.say(PULL_HELLO, 0, PULL_HELLO.length);
        eventually(() -> pipe.get() != null);
        pipe.get().close();
        first.end(AioError.ECONNSHUT);
        assertTrue(first.closed);
        FakeStream second = streams.listener.connect();
        second.say(PULL_HELLO, 0, PULL_HELLO.length);
        eventually(() -> pipes(push) == 1);
        assertEquals(0, stat(push, "reject"));
        second.end(AioError.ECONNSHUT);
    }
}
