package io.helve.sp.impl.conformance;

import io.helve.testkit.contract.SpTransportContract;

class WsTest extends SpTransportContract {
    @Override
    public String url() {
        return "ws://127.0.0.1:0/conformance";
    }

    @Override
    public String nobody() {
        return "ws://127.0.0.1:1/nobody";
    }
}
