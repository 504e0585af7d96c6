package io.helve.net.contract;

import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.testkit.contract.StreamProviderContract;
import io.helve.testkit.tls.LocalTls;

class TlsContractTest extends StreamProviderContract {
    @Override
    protected void configure(StreamEndpoint endpoint) {
        endpoint.set(StreamOptions.TLS, endpoint instanceof StreamListener ? LocalTls.listening() : LocalTls.dialing());
    }

    @Override
    protected String url() {
        return "tls+tcp://localhost:0";
    }

    @Override
    protected String nobody() {
        return "tls+tcp://localhost:1";
    }
}
