package io.helve.itest.remote.service;

import io.helve.remote.guard.RemoteCall;
import io.helve.remote.guard.RemoteCallGuard;

/** Refuses to let anybody sleep. */
public final class StrictGuard implements RemoteCallGuard {
    /** Creates it. */
    public StrictGuard() {}

    @Override
    public boolean mayCall(RemoteCall call) {
        return !call.method().getName().equals("sleep");
    }
}
