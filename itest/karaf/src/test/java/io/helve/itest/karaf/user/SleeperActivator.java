package io.helve.itest.karaf.user;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A bundle that uses the services: called, it does a few operations and leaves one pending. The test talks to it in
 * types of the JDK only, and so depends on nothing that comes and goes with the feature.
 */
public final class SleeperActivator implements BundleActivator, Callable<String>, Supplier<List<String>> {
    private final List<String> endings = new CopyOnWriteArrayList<>();
    private BundleContext context;

    @Override
    public void start(BundleContext context) {
        this.context = context;
        context.registerService(Callable.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        // leaves its operation pending: the service must end it
    }

    /** Returns how the operations went. */
    @Override
    public String call() throws Exception {
        AioFactory factory = context.getService(context.getServiceReference(AioFactory.class));
        AioFiles files = context.getService(context.getServiceReference(AioFiles.class));
        Path path = Files.createTempFile("helve", ".txt");
        try (Aio aio = factory.alloc()) {
            factory.sleep(Duration.ofMillis(5), aio);
            aio.await();
            String result = "slept " + aio.result();
            files.open(path, aio, StandardOpenOption.WRITE);
            aio.await();
            AioFile file = (AioFile) aio.check().getOutput(0);
            aio.setIov(ByteBuffer.wrap(new byte[42]));
            file.write(0, aio);
            aio.await();
            result += ", wrote " + aio.check().count();
            file.close();
            factory.sleep(
                    Aio.INFINITE,
                    factory.alloc(pending -> endings.add(pending.result().name())));
            return result;
        } finally {
            Files.delete(path);
        }
    }

    /** Returns how the pending operations ended. */
    @Override
    public List<String> get() {
        return endings;
    }
}
