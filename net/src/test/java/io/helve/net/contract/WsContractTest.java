package io.helve.net.contract;

import io.helve.testkit.contract.StreamProviderContract;

class WsContractTest extends StreamProviderContract {
    @Override
    protected String url() {
        return "ws://127.0.0.1:0/contract";
    }

    @Override
    protected String nobody() {
        return "ws://127.0.0.1:1/contract";
    }
}
