package io.helve.sp.impl.conformance;

import io.helve.sp.SpEndpoint;

class WssTest extends Conformance {
    @Override
    protected void configure(SpEndpoint endpoint) {
        Credentials.configure(endpoint);
    }

    @Override
    public String url() {
        return "wss://localhost:0/conformance";
    }

    @Override
    public String nobody() {
        return "wss://localhost:1/nobody";
    }
}
