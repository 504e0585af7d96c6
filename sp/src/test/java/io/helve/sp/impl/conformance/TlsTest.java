package io.helve.sp.impl.conformance;

import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.stream.StreamOptions;
import io.helve.testkit.contract.SpTransportContract;
import io.helve.testkit.tls.LocalTls;

class TlsTest extends SpTransportContract {
    @Override
    protected void configure(SpEndpoint endpoint) {
        endpoint.set(StreamOptions.TLS, endpoint instanceof SpListener ? LocalTls.listening() : LocalTls.dialing());
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
