package io.helve.net.contract;

import io.helve.testkit.contract.StreamProviderContract;

class TcpContractTest extends StreamProviderContract {
    @Override
    protected String url() {
        return "tcp://127.0.0.1:0";
    }

    @Override
    protected String nobody() {
        return "tcp://127.0.0.1:1";
    }
}
