package io.helve.itest.app;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A small program that uses Helve without a framework; it prints what the test wants to know. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        AioRuntime runtime = AioRuntime.open();
        System.out.println("api in " + AioRuntime.class.getModule());
        System.out.println("impl in " + runtime.getClass().getModule());
        AioFactory factory = runtime.factory();
        try (Aio aio = factory.alloc(done -> System.out.println("callback " + done.result()))) {
            factory.sleep(Duration.ofMillis(10), aio);
            aio.await();
        }
        System.out.println("submitted "
                + factory.submit(aio -> factory.sleep(Duration.ZERO, aio)).join().result());
        copy(runtime, Path.of(args[0]));
        if (args[1].equals("close")) {
            runtime.close();
            System.out.println("threads left " + threads());
        } else {
            factory.sleep(Aio.INFINITE, factory.alloc());
            factory.sleep(Duration.ofHours(1), factory.alloc());
            System.out.println("not closed");
        }
    }

    private static void copy(AioRuntime runtime, Path path) throws Exception {
        try (Aio aio = runtime.factory().alloc()) {
            runtime.service(AioFiles.class)
                    .open(path, aio, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            aio.await();
            AioFile file = (AioFile) aio.check().getOutput(0);
            aio.setIov(ByteBuffer.wrap(new byte[] {'h', 'i'}));
            file.write(0, aio);
            aio.await();
            aio.check();
            file.close(aio);
            aio.await();
        }
        System.out.println("file " + Files.readString(path));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("helve-"))
                .count();
    }
}
