package io.helve.itest.foreign;

import io.helve.testkit.contract.StreamProviderContract;

/** The contract of streams, for the scheme of others. */
class NioStreamsTest extends StreamProviderContract {
    @Override
    protected String url() {
        return "nio://127.0.0.1:0";
    }

    @Override
    protected String nobody() {
        return "nio://127.0.0.1:1";
    }
}
