package io.helve.itest.foreign;

import io.helve.testkit.contract.SpTransportContract;

/** The contract of transports, for the transport of others. */
class FrameTransportTest extends SpTransportContract {
    @Override
    public String url() {
        return "frames://127.0.0.1:0";
    }

    @Override
    public String nobody() {
        return "frames://127.0.0.1:1";
    }

    @Override
    protected boolean waitsForTransports() {
        return System.getProperty(FrameworkProvider.FACTORY) != null;
    }
}
