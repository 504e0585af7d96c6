package io.helve.net.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.Supplier;

/** Lets a channel read into a buffer that it is offered, or else into a buffer of its own. */
final class ReadBuffers implements RecvByteBufAllocator {
    private final RecvByteBufAllocator own;
    private final Supplier<ByteBuf> offered;

    /**
     * Makes the allocator.
     *
     * @param own makes the channel's own buffers
     * @param offered returns a buffer or null; called on the event loop, right before a read
     */
    ReadBuffers(RecvByteBufAllocator own, Supplier<ByteBuf> offered) {
        this.own = own;
        this.offered = offered;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's channels need an extended handle, which is deprecated for others
    public Handle newHandle() {
        return new Choice((ExtendedHandle) own.newHandle());
    }

    private final class Choice extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle delegate;

        Choice(ExtendedHandle delegate) {
            super(delegate);
            this.delegate = delegate;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf buffer = offered.get();
            return buffer == null ? delegate.allocate(allocator) : buffer;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return delegate.continueReading(maybeMore);
        }
    }
}
