package io.helve.examples.filewatcher;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Prints what is appended to a file. One handle carries all operations in turn. The handle's callback checks which
 * operation has ended and starts the next one. Only one callback runs at a time, so the fields need no lock.
 */
@Component(configurationPid = "io.helve.examples.filewatcher")
public final class FileWatcher {
    /** The configuration of the component. */
    public @interface Config {
        /** {@return the file} */
        String file() default "watched.txt";

        /** {@return the milliseconds between two looks at the file} */
        long period() default 250;
    }

    private enum Activity {
        OPENING,
        READING,
        WAITING
    }

    private final AioFactory factory;
    private final AioFiles files;
    private final Path path;
    private final Duration period;
    private final ByteBuffer buffer = ByteBuffer.allocate(4096);
    private final Aio aio;

    private Activity activity;
    private AioFile file;
    private long position;

    @Activate
    public FileWatcher(@Reference AioFactory factory, @Reference AioFiles files, Config config) {
        this.factory = factory;
        this.files = files;
        path = Path.of(config.file());
        period = Duration.ofMillis(config.period());
        aio = factory.alloc(this::next);
        open();
    }

    private void next(Aio finished) {
        if (finished.result() == AioError.ESTOPPED) {
            return; // the component is being deactivated
        }
        switch (activity) {
            case OPENING -> {
                if (finished.result() == AioError.OK) {
                    file = (AioFile) finished.getOutput(0);
                    read();
                } else {
                    pause(); // the file may appear later
                }
            }
            case READING -> {
                if (finished.result() == AioError.OK && finished.count() > 0) {
                    position += finished.count();
                    System.out.write(buffer.array(), 0, buffer.position());
                    System.out.flush();
                    read();
                } else {
                    pause(); // the end of the file
                }
            }
            case WAITING -> {
                if (file == null) {
                    open();
                } else {
                    read();
                }
            }
        }
    }

    private void open() {
        activity = Activity.OPENING;
        files.open(path, aio);
    }

    private void read() {
        activity = Activity.READING;
        aio.setIov(buffer.clear());
        file.read(position, aio);
    }

    private void pause() {
        activity = Activity.WAITING;
        factory.sleep(period, aio);
    }

    @Deactivate
    void stop() {
        aio.reap(); // ends the operation in progress; the file, too, is closed when the bundle stops
    }
}
