package io.helve.sp.impl.conformance;

import io.helve.testkit.contract.SpTransportContract;
import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class AbstractTest extends SpTransportContract {
    @Override
    public String url() {
        return "abstract://helve-" + UUID.randomUUID();
    }

    @Override
    public String nobody() {
        return url();
    }
}
