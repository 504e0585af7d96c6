package io.helve.sp.impl.conformance;

import io.helve.sp.SpEndpoint;

class TlsTest extends Conformance {
    @Override
    protected void configure(SpEndpoint endpoint) {
        Credentials.configure(endpoint);
    }

    @Override
    public String url() {
        return "tls+tcp://localhost:0";
    }

    @Override
    public String nobody() {
        return "tls+tcp://localhost:1";
    }
}
