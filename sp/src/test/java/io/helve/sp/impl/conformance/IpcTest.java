package io.helve.sp.impl.conformance;

import io.helve.testkit.contract.SpTransportContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class IpcTest extends SpTransportContract {
    @TempDir
    private Path directory;

    private final AtomicInteger next = new AtomicInteger();

    @Override
    public String url() {
        return "ipc://" + directory.resolve("socket-" + next.incrementAndGet());
    }

    @Override
    public String nobody() {
        return "ipc://" + directory.resolve("nobody");
    }
}
