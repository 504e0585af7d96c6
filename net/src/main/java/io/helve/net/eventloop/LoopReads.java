package io.helve.net.eventloop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets channels read into the buffer of their event loop, once at a time: whether another read follows is decided when
 * the data has been dealt with.
 */
public final class LoopReads implements RecvByteBufAllocator {
    private final Supplier<ByteBuf> buffers;
    private final RecvByteBufAllocator once = new FixedRecvByteBufAllocator(LoopMemory.SIZE).maxMessagesPerRead(1);

    private LoopReads(Supplier<ByteBuf> buffers) {
        this.buffers = buffers;
    }

    /**
     * Makes the allocator for channels of bytes, which read less at once while memory is tight.
     *
     * @param memory the memory of the channels' event loop
     * @return the allocator
     */
    public static LoopReads ofBytes(LoopMemory memory) {
        return new LoopReads(memory::readBuffer);
    }

    /**
     * Makes the allocator for channels of datagrams, whose buffers always have room for the longest.
     *
     * @param memory the memory of the channels' event loop
     * @return the allocator
     */
    public static LoopReads ofDatagrams(LoopMemory memory) {
        return new LoopReads(memory::wholeReadBuffer);
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's channels need an extended handle, which is deprecated for others
    public Handle newHandle() {
        return new Once((ExtendedHandle) once.newHandle());
    }

    private final class Once extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle delegate;

        Once(ExtendedHandle delegate) {
            super(delegate);
            this.delegate = delegate;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return buffers.get();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return delegate.continueReading(maybeMore);
        }
    }
}
