package io.helve.impl.file;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.helve.aio.Aio;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Uses devices without and with direct memory: the program that {@link NoDirectMemoryTest} starts. */
final class DeviceOperations {
    private static final int LEAST = 1 << 12;

    private DeviceOperations() {}

    /** Prints a line for each operation. */
    public static void main(String[] args) throws Exception {
        try (AioRuntime runtime = AioRuntime.open();
                Aio aio = runtime.factory().alloc()) {
            AioFile sink = open(runtime, "/dev/null", aio, WRITE);
            AioFile source = open(runtime, "/dev/zero", aio, READ);
            List<ByteBuffer> all = takeAllDirectMemory();
            aio.setIov(ByteBuffer.allocate(1));
            sink.write(AioFile.CURRENT, aio);
            say("write", aio);
            aio.setIov(ByteBuffer.allocate(1));
            source.read(AioFile.CURRENT, aio);
            say("read", aio);
            giveBack(all);
            aio.setIov(ByteBuffer.allocate(1));
            sink.write(AioFile.CURRENT, aio);
            say("write", aio);
            aio.setIov(ByteBuffer.allocate(1));
            source.read(AioFile.CURRENT, aio);
            say("read", aio);
            sink.close();
            source.close();
        }
    }

    private static AioFile open(AioRuntime runtime, String path, Aio aio, OpenOption option) throws Exception {
        runtime.service(AioFiles.class).open(Path.of(path), aio, option);
        aio.await();
        return (AioFile) aio.check().getOutput(0);
    }

    private static List<ByteBuffer> takeAllDirectMemory() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int size = 1 << 16; size >= LEAST; size /= 2) {
            try {
                for (; ; ) {
                    taken.add(ByteBuffer.allocateDirect(size));
                }
            } catch (OutOfMemoryError e) {
                // the next smaller ones
            }
        }
        return taken;
    }

    private static void giveBack(List<ByteBuffer> taken) {
        taken.clear();
        System.gc();
    }

    private static void say(String what, Aio aio) throws Exception {
        aio.await();
        System.out.println(what + " " + aio.result().name() + (aio.isBusy() ? " busy" : " idle"));
    }
}
