package io.helve.examples.head;

import io.helve.aio.Aio;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Prints the first 80 bytes of a file. */
public final class Head {
    private Head() {}

    public static void main(String[] args) throws InterruptedException {
        try (AioRuntime runtime = AioRuntime.open();
                Aio aio = runtime.factory().alloc()) {
            AioFiles.of(runtime).open(Path.of(args[0]), aio);
            aio.await();
            AioFile file = (AioFile) aio.check().getOutput(0);
            ByteBuffer buffer = ByteBuffer.allocate(80);
            aio.setIov(buffer);
            aio.setTimeout(Duration.ofSeconds(1)); // in case the file is a FIFO whose writer sends nothing
            file.read(0, aio);
            aio.await();
            aio.check(); // throws an AioException if the read has failed
            System.out.println(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
        }
    }
}
