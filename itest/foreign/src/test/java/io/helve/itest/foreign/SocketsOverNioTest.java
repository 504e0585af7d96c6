package io.helve.itest.foreign;

import io.helve.testkit.contract.SpTransportContract;

/** The contract of transports, for Helve's transport over streams of the scheme of others. */
class SocketsOverNioTest extends SpTransportContract {
    @Override
    public String url() {
        return "nio://127.0.0.1:0";
    }

    @Override
    public String nobody() {
        return "nio://127.0.0.1:1";
    }

    @Override
    protected boolean waitsForTransports() {
        return System.getProperty(FrameworkProvider.FACTORY) != null;
    }
}
