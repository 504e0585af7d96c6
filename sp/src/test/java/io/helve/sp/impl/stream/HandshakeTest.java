package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.sp.SpProtocol;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The end of a handshake over a stream. */
class HandshakeTest extends PeerTest {
    @Test
    void aHandshakeThatHasSucceededIsNotGivenUpAnyMore() throws Exception {
        StreamFactory streams = runtime.service(StreamFactory.class);
        try (StreamListener listening = streams.listener("tcp://127.0.0.1:0");
                Aio accept = runtime.factory().alloc();
                Aio dial = runtime.factory().alloc()) {
            listening.listen();
            listening.accept(accept);
            try (StreamDialer dialer = streams.dialer(listening.dialUrl().toString())) {
                dialer.dial(dial);
                dial.await();
                accept.await();
            }
            Stream one = (Stream) dial.getOutput(0);
            Stream other = (Stream) accept.getOutput(0);
            CountDownLatch over = new CountDownLatch(2);
            Handshake push = begin(one, SpProtocol.PUSH, over);
            Handshake pull = begin(other, SpProtocol.PULL, over);
            assertEquals(true, over.await(SOON.toMillis(), TimeUnit.MILLISECONDS));
            assertNull(push.failure());
            assertNull(pull.failure());
            dial.setIov(java.nio.ByteBuffer.allocate(1));
            one.send(dial);
            dial.await();
            assertEquals(AioError.OK, dial.result(), "the stream is open");
            one.close();
            other.close();
        }
    }

    private Handshake begin(Stream stream, SpProtocol protocol, CountDownLatch over) {
        Handshake handshake =
                new Handshake(runtime.factory(), stream, protocol, Duration.ofHours(1), () -> {}, ended -> {
                    ended.abort(AioError.ECANCELED); // as a cancel that comes now
                    over.countDown();
                });
        handshake.start();
        return handshake;
    }
}
