package io.helve.net.contract;

import io.helve.testkit.contract.StreamProviderContract;

class AbstractContractTest extends StreamProviderContract {
    @Override
    protected String url() {
        return "abstract://helve-contract-" + ProcessHandle.current().pid();
    }

    @Override
    protected String nobody() {
        return "abstract://helve-contract-nobody";
    }
}
