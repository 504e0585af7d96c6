package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.internal.MemoryBudget;
import io.helve.net.StreamTest;
import io.helve.net.eventloop.UnaskedData;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * What a peer has sent before it left is read although nobody receives, and has a budget; otherwise peers that connect,
 * send and leave would fill the heap.
 */
class UnaskedDataTest extends StreamTest {
    private static final int PIECE = 1000;

    private final MemoryBudget all = new MemoryBudget(20 * PIECE);
    private final UnaskedData tenant = new UnaskedData(all);

    private Receiving receiving(int readAhead) {
        return new Receiving(Kind.BYTES, readAhead, null, tenant, new LongAdder(), () -> "the peer");
    }

    private static void arrive(Receiving receiving, int pieces) {
        for (int i = 0; i < pieces; i++) {
            receiving.arrived(Unpooled.wrappedBuffer(new byte[PIECE]));
        }
    }

    private void receive(Receiving receiving, AioError expected, int count) {
        Aio aio = aio(new byte[count == 0 ? PIECE : count]);
        receiving.receive(aio);
        ended(aio);
        assertEquals(expected, aio.result());
        assertEquals(count, aio.count());
    }

    @Test
    void dataThatNobodyHasAskedForCountsUntilItIsReceived() {
        Receiving receiving = receiving(0);
        arrive(receiving, 3);
        assertEquals(3 * PIECE, all.used());
        receive(receiving, AioError.OK, PIECE);
        assertEquals(2 * PIECE, all.used());
        receiving.end(EndReason.SHUT);
        receive(receiving, AioError.OK, 2 * PIECE);
        assertEquals(0, all.used());
        receive(receiving, AioError.ECONNSHUT, 0);
    }

    @Test
    void dataThatTheChannelWasAskedForDoesNotCount() {
        Receiving receiving = receiving(10 * PIECE);
        receiving.readCompleted(); // which asks for more
        arrive(receiving, 3);
        assertEquals(0, all.used());
        receiving.close(EndReason.CLOSED);
    }

    @Test
    void atTheLimitOfATenantFurtherDataIsDroppedAndTheInputEndsBehindWhatWasKept() {
        Receiving receiving = receiving(0);
        arrive(receiving, 12);
        assertEquals(10 * PIECE, all.used());
        receiving.end(EndReason.SHUT);
        receive(receiving, AioError.OK, 10 * PIECE);
        receive(receiving, AioError.ENOMEM, 0);
        assertEquals(0, all.used());
        Receiving another = receiving(0);
        arrive(another, 1);
        assertEquals(PIECE, all.used());
        another.close(EndReason.CLOSED);
        assertEquals(0, all.used());
    }

    @Test
    void anotherTenantHasAShareOfItsOwn() {
        Receiving flooded = receiving(0);
        arrive(flooded, 20);
        Receiving other = new Receiving(Kind.BYTES, 0, null, new UnaskedData(all), new LongAdder(), () -> "the peer");
        arrive(other, 1);
        receive(other, AioError.OK, PIECE);
        flooded.close(EndReason.CLOSED);
        assertEquals(0, all.used());
    }
}
