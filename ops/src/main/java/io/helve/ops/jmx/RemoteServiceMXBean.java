package io.helve.ops.jmx;

/** An exported or imported service in JMX. All times are in nanoseconds. */
public interface RemoteServiceMXBean {
    /** {@return {@code exported} or {@code imported}} */
    String getSide();

    /** {@return the id of the endpoint} */
    String getId();

    /** {@return the bundle of the exported service, or the bundles that use the imported one} */
    String[] getTenants();

    /** {@return the names of the interfaces} */
    String[] getInterfaces();

    /** {@return where the service can be called} */
    String[] getAddresses();

    /** {@return {@code bound}, {@code unbound}, {@code idle}, {@code connecting} or {@code connected}} */
    String getState();

    /** {@return the addresses that are not bound, or why the last attempt to connect has failed} */
    String getTrouble();

    /** {@return calls that have ended} */
    long getCalls();

    /** {@return calls in progress} */
    int getInProgress();

    /** {@return calls that a guard has refused} */
    long getRefused();

    /** {@return calls that have found too many others in progress} */
    long getBusy();

    /** {@return calls that have failed} */
    long getFailed();

    /** {@return calls without an answer in time} */
    long getTimeouts();

    /** {@return the time that half of the calls do not exceed} */
    long getLatencyP50();

    /** {@return the time that 99 of 100 calls do not exceed} */
    long getLatencyP99();

    /** {@return the longest time} */
    long getLatencyMax();

    /** {@return how a call has failed last, or an empty text} */
    String getLastError();

    /** {@return when, in the form of ISO 8601, or an empty text} */
    String getLastErrorTime();
}
