package io.helve.sp.impl.conformance;

import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.stream.StreamOptions;
import io.helve.testkit.contract.SpTransportContract;
import io.helve.testkit.tls.LocalTls;

class WssTest extends SpTransportContract {
    @Override
    protected void configure(SpEndpoint endpoint) {
        endpoint.set(StreamOptions.TLS, endpoint instanceof SpListener ? LocalTls.listening() : LocalTls.dialing());
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
