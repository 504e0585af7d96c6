package io.helve.impl.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.helve.aio.Aio;
import io.helve.aio.AioRuntime;
import io.helve.file.AioFiles;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Opens files without permission, and prints the errors: the program that {@link ForbiddenFileTest} starts. */
final class ForbiddenFiles {
    private ForbiddenFiles() {}

    /** Takes a file without permissions, a file that can only be read, and a folder that cannot be written. */
    public static void main(String[] args) throws InterruptedException {
        try (AioRuntime runtime = AioRuntime.open();
                Aio aio = runtime.factory().alloc()) {
            AioFiles files = AioFiles.of(runtime);
            open(files, aio, Path.of(args[0]), READ);
            open(files, aio, Path.of(args[1]), READ);
            open(files, aio, Path.of(args[1]), WRITE);
            open(files, aio, Path.of(args[2], "file"), WRITE, CREATE);
        }
    }

    private static void open(AioFiles files, Aio aio, Path path, OpenOption... options) throws InterruptedException {
        files.open(path, aio, options);
        aio.await();
        System.out.println(aio.result());
    }
}
