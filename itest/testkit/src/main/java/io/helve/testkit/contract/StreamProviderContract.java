package io.helve.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.MessageFraming;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.helve.testkit.StreamsTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The behaviour of the streams of every provider, on every I/O mechanism, for streams of bytes and of messages.
 *
 * <pre>{@code
 * class PigeonTest extends StreamProviderContract {
 *     @Override
 *     protected String url() {
 *         return "pigeon://roof";
 *     }
 *
 *     @Override
 *     protected String nobody() {
 *         return "pigeon://nowhere";
 *     }
 * }
 * }</pre>
 */
public abstract class StreamProviderContract extends StreamsTest {
    private static final StreamOption<String> FOREIGN =
            StreamOption.of("testkit:foreign", String.class, "", value -> true, "anything");
    private static final StreamProperty<String> UNKNOWN = StreamProperty.of("testkit:unknown", String.class);

    /** How long a test waits for a send that may never end. */
    private static final Duration A_MOMENT = Duration.ofMillis(200);

    /** Creates the tests. */
    protected StreamProviderContract() {}

    /** {@return a URL to listen at; within one test always the same URL, unless the provider chooses the address} */
    protected abstract String url();

    /** {@return a URL where nobody listens} */
    protected abstract String nobody();

    /**
     * Prepares a dialer or listener, for schemes that need more than a URL.
     *
     * @param endpoint a new dialer or listener that has not been used yet
     */
    protected void configure(StreamEndpoint endpoint) {}

    // ---- endpoints

    @Test
    void theFactoryOffersTheScheme() {
        assertTrue(streams.schemes().contains(StreamUrl.parse(url()).scheme()), () -> streams.schemes() + "");
    }

    @Test
    void anEndpointHasItsUrl() {
        assertEquals(StreamUrl.parse(nobody()), dialer(nobody()).url());
        assertEquals(StreamUrl.parse(url()), listener().url());
    }

    @Test
    void anOptionOfOthersIsRefused() {
        for (StreamEndpoint endpoint : List.of(dialer(nobody()), listener())) {
            assertEquals(
                    AioError.ENOTSUP,
                    assertThrows(AioException.class, () -> endpoint.set(FOREIGN, ""))
                            .error());
            assertEquals(
                    AioError.ENOTSUP,
                    assertThrows(AioException.class, () -> endpoint.get(FOREIGN))
                            .error());
        }
    }

    @Test
    void aListenerHasNoAddressBeforeItListens() {
        StreamListener listener = listener();
        assertNull(listener.localAddress());
        assertThrows(IllegalStateException.class, listener::dialUrl);
        listener.listen();
        assertThrows(IllegalStateException.class, listener::listen);
    }

    @Test
    void oneListensAtAnAddress() {
        StreamListener first = listening();
        StreamListener second = prepared(streams.listener(first.dialUrl()));
        assertEquals(
                AioError.EADDRINUSE,
                assertThrows(AioException.class, second::listen).error());
    }

    @Test
    void anAddressIsFreeAgainWhenItsListenerHasStopped() {
        StreamListener first = listening();
        StreamUrl url = first.dialUrl();
        first.stop();
        StreamListener second = prepared(streams.listener(url));
        second.listen();
        Pair pair = join(second);
        sendAll(pair.dialed(), bytes("again"));
        assertArrayEquals(bytes("again"), receive(pair.accepted(), 5));
    }

    @Test
    void aDialThatNobodyAnswersIsRefused() {
        Aio dial = run(dialer(nobody())::dial);
        fails(AioError.ECONNREFUSED, dial);
        assertNotNull(dial.cause());
    }

    @Test
    void aDialThatIsCancelledLeavesNothingBehind() {
        Aio dial = aio();
        dialer(nobody()).dial(dial);
        dial.cancel();
        AioError result = ended(dial).result();
        assertTrue(result == AioError.ECANCELED || result == AioError.ECONNREFUSED, result::toString);
    }

    @Test
    void acceptsAreServedInOrderAndACancelledOneIsPassedOver() {
        StreamListener listener = listening();
        Aio cancelled = run(aio -> {
            listener.accept(aio);
            aio.cancel();
        });
        fails(AioError.ECANCELED, cancelled);
        Aio first = aio();
        Aio second = aio();
        listener.accept(first);
        listener.accept(second);
        StreamDialer dialer = dialer(listener.dialUrl().toString());
        Stream one = dialed(dialer);
        Stream accepted = accepted(first);
        assertTrue(second.isBusy());
        sendAll(one, bytes("1"));
        assertArrayEquals(bytes("1"), receive(accepted, 1));
        dialed(dialer);
        accepted(second);
    }

    @Test
    void anAcceptTimesOut() {
        StreamListener listener = listening();
        Aio accept = aio();
        accept.setTimeout(Duration.ofMillis(1));
        listener.accept(accept);
        fails(AioError.ETIMEDOUT, accept);
    }

    @Test
    void nothingWorksOnAClosedEndpoint() {
        StreamListener listener = listening();
        StreamDialer dialer = dialer(listener.dialUrl().toString());
        Aio accept = aio();
        listener.accept(accept);
        listener.close();
        listener.close();
        fails(AioError.ECLOSED, accept);
        fails(AioError.ECLOSED, run(listener::accept));
        dialer.close();
        fails(AioError.ECLOSED, run(dialer::dial));
    }

    @Test
    void streamsOutliveTheirEndpoints() {
        StreamListener listener = listening();
        StreamDialer dialer = dialer(listener.dialUrl().toString());
        Pair pair = join(dialer, listener);
        dialer.stop();
        listener.stop();
        sendAll(pair.dialed(), bytes("still"));
        assertArrayEquals(bytes("still"), receive(pair.accepted(), 5));
    }

    // ---- data

    @Test
    void dataGoesBothWaysAtOnce() {
        Pair pair = join();
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            parts.add(random(i, 20_000));
        }
        List<Aio> there = parts.stream().map(part -> send(pair.dialed(), part)).toList();
        List<Aio> back = parts.stream().map(part -> send(pair.accepted(), part)).toList();
        for (byte[] part : parts) {
            assertArrayEquals(part, receive(pair.accepted(), part.length));
            assertArrayEquals(part, receive(pair.dialed(), part.length));
        }
        there.forEach(send -> assertEquals(20_000, ok(send).count()));
        back.forEach(send -> assertEquals(20_000, ok(send).count()));
    }

    @Test
    void aSendGathersBuffersAndAReceiveScattersToThem() {
        Pair pair = join();
        Aio send = aio();
        ByteBuffer first = ByteBuffer.wrap(bytes("ab"));
        ByteBuffer second = ByteBuffer.allocateDirect(3).put(bytes("cde")).flip();
        send.setIov(first, second);
        pair.dialed().send(send);
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        ByteBuffer other = ByteBuffer.allocate(4);
        Aio receive = aio();
        int received = 0;
        while (received < 5) {
            receive.setIov(one, other);
            pair.accepted().receive(receive);
            received += (int) ok(receive).count();
        }
        assertEquals(5, ok(send).count());
        assertEquals(0, first.remaining() + second.remaining());
        assertEquals('a', one.get(0));
        assertArrayEquals(bytes("bcde"), other.array());
    }

    @Test
    void operationsAreServedInOrder() {
        Pair pair = join();
        ByteBuffer first = ByteBuffer.allocate(1);
        ByteBuffer second = ByteBuffer.allocate(1);
        Aio one = receiving(pair.accepted(), first);
        Aio other = receiving(pair.accepted(), second);
        sendAll(pair.dialed(), bytes("12"));
        ok(one);
        ok(other);
        assertEquals("12", "" + (char) first.get(0) + (char) second.get(0));
    }

    @Test
    void aReceiveThatIsCancelledOrTimesOutLosesNothing() {
        Pair pair = join();
        Aio cancelled = receiving(pair.accepted(), ByteBuffer.allocate(10));
        cancelled.cancel();
        fails(AioError.ECANCELED, cancelled);
        Aio late = aio();
        late.setIov(ByteBuffer.allocate(10));
        late.setTimeout(Duration.ofMillis(1));
        pair.accepted().receive(late);
        fails(AioError.ETIMEDOUT, late);
        assertEquals(0, late.count());
        sendAll(pair.dialed(), bytes("kept"));
        assertArrayEquals(bytes("kept"), receive(pair.accepted(), 4));
    }

    @Test
    void aSlowReceiverStopsTheSenderAndWhatWasCountedArrives() {
        Pair pair = join();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        Aio send = aio();
        for (int i = 0; ; i++) {
            byte[] part = random(i, 100_000);
            send.setTimeout(A_MOMENT);
            send.setIov(ByteBuffer.wrap(part));
            pair.dialed().send(send);
            ended(send);
            taken.write(part, 0, (int) send.count());
            if (send.result() != AioError.OK) {
                break;
            }
            assertTrue(taken.size() < 256 << 20, "a sender that nobody stops");
        }
        fails(AioError.ETIMEDOUT, send);
        assertArrayEquals(taken.toByteArray(), receive(pair.accepted(), taken.size()));
        sendAll(pair.dialed(), bytes("on"));
        assertArrayEquals(bytes("on"), receive(pair.accepted(), 2));
    }

    @Test
    void aBusyHandleIsRefused() {
        Pair pair = join();
        Aio busy = receiving(pair.accepted(), ByteBuffer.allocate(1));
        assertThrows(IllegalStateException.class, () -> pair.accepted().receive(busy));
        assertThrows(IllegalStateException.class, () -> pair.dialed().send(busy));
        assertTrue(busy.isBusy());
    }

    // ---- ends

    @Test
    void anEndIsSeenBehindAllThatWasSent() {
        Pair pair = join();
        sendAll(pair.dialed(), bytes("last words"));
        Aio shutdown = aio();
        pair.dialed().shutdown(shutdown);
        assertArrayEquals(bytes("last words"), receive(pair.accepted(), 10));
        fails(AioError.ECONNSHUT, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        fails(AioError.ECONNSHUT, send(pair.dialed(), bytes("no")));
        pair.accepted().close();
        ended(shutdown);
    }

    @Test
    void closingEndsWhatIsInProgressAndWhatComesLater() {
        Pair pair = join();
        Aio receive = receiving(pair.accepted(), ByteBuffer.allocate(1));
        pair.accepted().close();
        pair.accepted().close();
        fails(AioError.ECLOSED, receive);
        fails(AioError.ECLOSED, receiving(pair.accepted(), ByteBuffer.allocate(1)));
        fails(AioError.ECLOSED, send(pair.accepted(), bytes("no")));
        fails(AioError.ECLOSED, run(pair.accepted()::shutdown));
    }

    @Test
    void thePeerSeesThatAStreamWasClosed() {
        Pair pair = join();
        Aio receive = receiving(pair.dialed(), ByteBuffer.allocate(1));
        pair.accepted().stop();
        AioError result = ended(receive).result();
        assertTrue(result == AioError.ECONNSHUT || result == AioError.ECONNRESET, result::toString);
    }

    // ---- what a stream tells

    @Test
    void aStreamTellsWhatItIsAlsoWhenItIsClosed() {
        Pair pair = join();
        assertEquals(pair.dialed().isMessageOriented(), pair.accepted().isMessageOriented());
        MessageFraming framing = MessageFraming.of(pair.dialed());
        assertNotNull(framing);
        assertSame(framing, MessageFraming.of(pair.accepted()));
        assertNull(pair.dialed().get(UNKNOWN));
        pair.dialed().stop();
        assertNull(pair.dialed().get(UNKNOWN));
        assertSame(framing, MessageFraming.of(pair.dialed()));
    }

    private static byte[] random(int seed, int length) {
        byte[] data = new byte[length];
        new SplittableRandom(seed).nextBytes(data);
        return data;
    }

    // ---- connections

    private StreamDialer dialer(String url) {
        return prepared(streams.dialer(url));
    }

    private StreamListener listener() {
        return prepared(streams.listener(url()));
    }

    private StreamListener listening() {
        StreamListener listener = listener();
        listener.listen();
        return listener;
    }

    private <E extends StreamEndpoint> E prepared(E endpoint) {
        closing(endpoint);
        configure(endpoint);
        return endpoint;
    }

    private Pair join() {
        return join(listening());
    }

    private Pair join(StreamListener listener) {
        return join(dialer(listener.dialUrl().toString()), listener);
    }

    private Pair join(StreamDialer dialer, StreamListener listener) {
        return connect(dialer, listener);
    }

    private Stream dialed(StreamDialer dialer) {
        return closing((Stream) ok(run(dialer::dial)).getOutput(0));
    }

    private Stream accepted(Aio accept) {
        return closing((Stream) ok(accept).getOutput(0));
    }
}
