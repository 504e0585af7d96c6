package io.helve.net.contract;

import io.helve.testkit.contract.StreamProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class IpcContractTest extends StreamProviderContract {
    @TempDir
    private Path directory;

    @Override
    protected String url() {
        return "ipc://" + directory.resolve("socket");
    }

    @Override
    protected String nobody() {
        return "ipc://" + directory.resolve("nobody");
    }
}
