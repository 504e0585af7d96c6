package io.helve.impl.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Fails in several ways, and prints the errors: the program that {@link FileLanguageTest} starts. */
final class FileFailures {
    private final AioFiles files;
    private final Aio aio;

    private FileFailures(AioRuntime runtime) {
        files = runtime.service(AioFiles.class);
        aio = runtime.factory().alloc();
        runtime.factory().alloc().close(); // loads all classes for closing while there are descriptors for that
    }

    /** Prints a line for each failure. */
    public static void main(String[] args) throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            new FileFailures(runtime).fail(Path.of(args[0]));
        }
    }

    private void fail(Path dir) throws Exception {
        say("full device", write(open(Path.of("/dev/full"), WRITE)));
        say("folder", openingFails(dir, WRITE));
        say("no folder", openingFails(Path.of("/dev/null/file"), WRITE, CREATE));
        say("missing", openingFails(dir.resolve("missing"), READ));
        say("long name", openingFails(dir.resolve("x".repeat(400)), WRITE, CREATE));
        say("broken pipe", brokenPipe(dir.resolve("fifo")));
        List<AioFile> open = new ArrayList<>();
        AioError error = AioError.OK;
        while (error == AioError.OK) {
            error = openingFails(Path.of("/dev/null"), READ);
            if (error == AioError.OK) {
                open.add((AioFile) aio.getOutput(0));
            }
        }
        say("too many", error);
        for (AioFile file : open) {
            file.close();
        }
        aio.close();
    }

    private AioError brokenPipe(Path fifo) throws Exception {
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        Process reader = new ProcessBuilder("sh", "-c", "exec 3<'" + fifo + "'").start();
        AioFile file = open(fifo, WRITE);
        reader.waitFor();
        return write(file);
    }

    private AioError write(AioFile file) throws Exception {
        aio.setIov(ByteBuffer.allocate(1));
        file.write(AioFile.CURRENT, aio);
        aio.await();
        AioError result = aio.result();
        file.close();
        return result;
    }

    private AioFile open(Path path, OpenOption... options) throws Exception {
        files.open(path, aio, options);
        aio.await();
        return (AioFile) aio.check().getOutput(0);
    }

    private AioError openingFails(Path path, OpenOption... options) throws Exception {
        files.open(path, aio, options);
        aio.await();
        return aio.result();
    }

    private static void say(String what, AioError error) {
        System.out.println(what + " " + error.name());
    }
}
