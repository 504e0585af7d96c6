package io.helve.sp.impl.conformance;

import io.helve.testkit.contract.SpTransportContract;
import java.util.concurrent.atomic.AtomicInteger;

class InprocTest extends SpTransportContract {
    private static final AtomicInteger NEXT = new AtomicInteger();

    @Override
    public String url() {
        return "inproc://conformance-" + NEXT.incrementAndGet();
    }

    @Override
    public String nobody() {
        return "inproc://nobody";
    }
}
