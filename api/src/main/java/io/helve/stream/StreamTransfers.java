package io.helve.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Sends and receives with buffers as futures of the number of bytes. */
final class StreamTransfers {
    private StreamTransfers() {}

    static CompletableFuture<Long> submit(AioFactory factory, Consumer<Aio> transfer, ByteBuffer... buffers) {
        Objects.requireNonNull(buffers, "buffers");
        ByteBuffer[] iov = buffers.clone();
        return factory.submit(
                aio -> {
                    aio.setIov(iov);
                    transfer.accept(aio);
                },
                Aio::count);
    }
}
