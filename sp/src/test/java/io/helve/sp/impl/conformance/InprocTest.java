package io.helve.sp.impl.conformance;

import java.util.concurrent.atomic.AtomicInteger;

class InprocTest extends Conformance {
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
