package io.helve.sp.impl.conformance;

import io.helve.aio.AioError;

/** What the conformance tests need to know of a transport. */
interface Transport {
    /** {@return a URL to listen at, another one each time} */
    String url();

    /** {@return a URL where nobody listens} */
    String nobody();

    /** {@return how dialing there fails} */
    default AioError absent() {
        return AioError.ECONNREFUSED;
    }
}
