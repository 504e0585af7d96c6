package io.helve.sp.impl.conformance;

import io.helve.testkit.contract.SpTransportContract;

class TcpTest extends SpTransportContract {
    @Override
    public String url() {
        return "tcp://127.0.0.1:0";
    }

    @Override
    public String nobody() {
        return "tcp://127.0.0.1:1";
    }
}
