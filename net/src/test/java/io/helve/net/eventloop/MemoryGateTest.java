package io.helve.net.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gate between heap and socket: no byte is lost or turned round, and none stays in the loop's buffers. */
class MemoryGateTest {
    /** A channel whose socket takes as many bytes as there is room. */
    private static final class Narrow extends EmbeddedChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room;
        private boolean heap;

        @Override
        protected void doWrite(ChannelOutboundBuffer out) {
            while (!out.isEmpty()) {
                ByteBuf next = (ByteBuf) out.current();
                heap |= next.isReadable() && !next.isDirect();
                int part = Math.min(room, next.readableBytes());
                byte[] bytes = new byte[part];
                next.getBytes(next.readerIndex(), bytes);
                taken.writeBytes(bytes);
                room -= part;
                boolean all = part == next.readableBytes() && (part > 0 || room > 0);
                if (!all) {
                    next.skipBytes(part);
                    return;
                }
                out.remove();
            }
        }

        void makeRoom(int bytes) {
            room = bytes;
            unsafe().outboundBuffer().addFlush();
            pipeline().firstContext().flush(); // as the event loop does when the socket takes bytes again
            runPendingTasks();
        }
    }

    private final LoopMemory memory = new LoopMemory(100_000);
    private final MemoryGate gate = new MemoryGate(memory);
    private final Narrow channel = new Narrow();

    @Test
    void onceMuchHasBeenReadInATurnOtherChannelsReadLittle() {
        memory.beginTurn();
        assertEquals(LoopMemory.SIZE, room());
        for (int i = 0; i < 16; i++) {
            memory.countRead(LoopMemory.SIZE);
        }
        assertTrue(memory.isLate());
        assertEquals(4 << 10, room());
        memory.beginTurn();
        assertEquals(LoopMemory.SIZE, room());
    }

    private int room() {
        ByteBuf buffer = memory.readBuffer();
        int room = buffer.writableBytes();
        buffer.release();
        return room;
    }

    MemoryGateTest() {
        channel.pipeline().addFirst(gate);
    }

    @AfterEach
    void close() {
        channel.close();
        channel.runPendingTasks();
        assertEquals(0, memory.kept());
    }

    private static ByteBuf heap(int length, int first) {
        ByteBuf bytes = Unpooled.buffer(length);
        for (int i = 0; i < length; i++) {
            bytes.writeByte(first + i);
        }
        return bytes;
    }

    private void assertTaken(int length) {
        byte[] bytes = channel.taken.toByteArray();
        assertEquals(length, bytes.length);
        for (int i = 0; i < length; i++) {
            assertEquals((byte) i, bytes[i]);
        }
        assertFalse(channel.heap, "the socket gets direct buffers only");
    }

    @Test
    void heapBuffersReachTheSocketThroughTheLoopsBuffer() {
        channel.room = 1_000_000;
        ChannelFuture first = channel.write(heap(1000, 0));
        ChannelFuture second = channel.writeAndFlush(heap(200_000, 1000));
        assertTrue(first.isSuccess());
        assertTrue(second.isSuccess());
        assertTaken(201_000);
        assertTrue(gate.isIdle());
    }

    @Test
    void whatWaitsTakesNoMoreMemoryThanItCountsFor() {
        channel.room = 100;
        channel.writeAndFlush(heap(1000, 0));
        ByteBuf record = Unpooled.buffer(16 << 10).writeBytes(heap(500, 1000)); // as the handler of TLS writes it
        ChannelFuture written = channel.writeAndFlush(record);
        assertEquals(0, record.refCnt(), "the long buffer is kept for a short record");
        ByteBuf full = heap(500, 1500);
        channel.writeAndFlush(full);
        assertEquals(1, full.refCnt(), "a buffer without room is copied");
        assertEquals(1900, gate.backlog());
        assertFalse(written.isDone());
        channel.makeRoom(1_000_000);
        assertTrue(written.isSuccess());
        assertTaken(2000);
    }

    @Test
    void whatTheSocketDoesNotTakeWaitsOnTheHeap() {
        channel.room = 100;
        ChannelFuture first = channel.write(heap(1000, 0));
        ChannelFuture second = channel.writeAndFlush(heap(200_000, 1000));
        assertFalse(first.isDone());
        assertEquals(200_900, gate.backlog());
        assertEquals(200_900, memory.kept());
        assertTrue(memory.isTight());
        assertFalse(channel.isWritable());
        ByteBuf other = memory.writeBuffer();
        assertEquals(LoopMemory.SIZE, other.writableBytes(), "another channel can use the loop's buffer");
        other.release();
        channel.makeRoom(1000);
        assertFalse(second.isDone());
        channel.makeRoom(1_000_000);
        assertTrue(second.isSuccess());
        assertTaken(201_000);
        assertEquals(0, gate.backlog());
    }

    @Test
    void aDirectBufferWaitsBehindThoseOfTheHeap() {
        channel.room = 10;
        channel.writeAndFlush(heap(1000, 0));
        ByteBuf direct = Unpooled.directBuffer(10).writeBytes(heap(10, 1000));
        ChannelFuture last = channel.writeAndFlush(direct);
        channel.makeRoom(1_000_000);
        assertTrue(last.isSuccess());
        assertTaken(1010);
    }

    @Test
    void aStreamHearsThatWhatHasWaitedHasGoneOut() {
        int[] told = new int[1];
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                told[0]++;
            }
        });
        channel.room = 10;
        channel.writeAndFlush(heap(1000, 0));
        assertTrue(channel.isWritable(), "it is below the limit all the time");
        channel.makeRoom(1_000_000);
        assertEquals(1, told[0]);
    }

    @Test
    void aCloseFailsWhatWaits() {
        channel.room = 10;
        ChannelFuture written = channel.writeAndFlush(heap(1000, 0));
        channel.close();
        channel.runPendingTasks();
        assertNotNull(written.cause());
        assertInstanceOf(IOException.class, written.cause());
    }

    @Test
    void handlersGetACopyOfTheLoopsBufferAndAPlainStreamTheBufferItself() {
        ByteBuf read = memory.readBuffer().writeBytes(new byte[] {1, 2, 3});
        channel.writeInbound(read);
        ByteBuf copy = channel.readInbound();
        assertFalse(copy.isDirect());
        assertEquals(3, copy.readableBytes());
        gate.setPlain();
        ByteBuf again = memory.readBuffer().writeBytes(new byte[] {4});
        assertEquals(read, again);
        channel.writeInbound(again);
        assertEquals(again, channel.<ByteBuf>readInbound());
        again.release();
    }

    @Test
    void whileMemoryIsTightAChannelReadsLittle() {
        memory.count(100_001);
        ByteBuf read = memory.readBuffer();
        assertEquals(4096, read.writableBytes());
        read.release();
        ByteBuf datagram = memory.wholeReadBuffer();
        assertEquals(LoopMemory.SIZE, datagram.writableBytes(), "a datagram is not cut off");
        datagram.release();
        memory.count(-100_001);
    }
}
