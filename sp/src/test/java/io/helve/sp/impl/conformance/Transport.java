package io.helve.sp.impl.conformance;

/** What the conformance tests need to know of a transport. */
interface Transport {
    /** {@return a URL to listen at, another one each time} */
    String url();

    /** {@return a URL where nobody listens} */
    String nobody();
}
