package io.helve.ops.jmx;

import io.helve.aio.AioHandleSnapshot;

/** A handle as JMX sees it: records are no open types before JDK 21. */
public final class HandleData {
    private final AioHandleSnapshot handle;

    HandleData(AioHandleSnapshot handle) {
        this.handle = handle;
    }

    /** {@return the id} */
    public String getId() {
        return handle.id();
    }

    /** {@return the name of the tenant} */
    public String getTenant() {
        return handle.tenant();
    }

    /** {@return the name of the class that wrote the callback} */
    public String getCallback() {
        return handle.callback();
    }

    /** {@return what the handle does} */
    public String getState() {
        return handle.state().name();
    }

    /** {@return what the provider says of the pending operation} */
    public String getOperation() {
        return handle.operation();
    }

    /** {@return how many operations have been started} */
    public long getOperations() {
        return handle.operations();
    }

    /** {@return the time since the handle was allocated, in milliseconds} */
    public long getAgeMillis() {
        return handle.age().toMillis();
    }
}
