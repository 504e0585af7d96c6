package io.helve.remote.server;

import io.helve.internal.LogThrottle;
import io.helve.internal.PrintableText;
import io.helve.internal.SafeLogger;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.remote.call.RemoteMethod;
import io.helve.remote.guard.RemoteCall;
import io.helve.remote.guard.RemoteCallGuard;
import io.helve.remote.guard.RemoteCaller;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The guards, all of which must allow a call. Guards come and go at any time. */
public final class CallGuards {
    private static final System.Logger LOG = SafeLogger.of(CallGuards.class);

    /** What happens to calls while there is no guard. */
    public enum WithoutGuard {
        /** They are made. */
        ALLOW,
        /** They are refused. */
        REFUSE
    }

    /** Which calls the log tells. */
    public enum Audit {
        /** Refused calls, once a minute for each service. */
        REFUSED,
        /** Each call that is made, and refused calls as before. */
        ALL
    }

    private final WithoutGuard withoutGuard;
    private final Audit audit;
    private final List<RemoteCallGuard> guards = new CopyOnWriteArrayList<>();

    /** For guards that throw, of whichever service. */
    private final LogThrottle failures = new LogThrottle(System::nanoTime);

    /**
     * Creates guards, of which none is there yet.
     *
     * @param withoutGuard what happens to calls while there is none
     * @param audit which calls the log tells
     */
    public CallGuards(WithoutGuard withoutGuard, Audit audit) {
        this.withoutGuard = withoutGuard;
        this.audit = audit;
    }

    /** {@return guards that allow all calls while there is none, and log refused calls} */
    public static CallGuards optional() {
        return new CallGuards(WithoutGuard.ALLOW, Audit.REFUSED);
    }

    /** Adds a guard, for calls to come. */
    public void add(RemoteCallGuard guard) {
        guards.add(guard);
    }

    /** Removes a guard; it may still be deciding about calls. */
    public void remove(RemoteCallGuard guard) {
        guards.remove(guard);
    }

    private record AskedCall(ServiceIdentity service, Method method, RemoteCaller caller) implements RemoteCall {
        @Override
        public List<String> interfaces() {
            return service.interfaces();
        }

        @Override
        public Map<String, Object> properties() {
            return service.properties();
        }
    }

    /**
     * Asks the guards.
     *
     * @param service the service to be called
     * @param method its method
     * @param caller who calls
     * @throws RemoteFailure if a guard refuses the call, for the answer
     */
    void check(ExportedService service, RemoteMethod method, RemoteCaller caller) {
        RemoteCall call = new AskedCall(service.identity(), method.method(), caller);
        boolean allowed = withoutGuard == WithoutGuard.ALLOW;
        for (RemoteCallGuard guard : guards) {
            allowed = allows(guard, call);
            if (!allowed) {
                break;
            }
        }
        if (!allowed) {
            long others = service.refused(method + " by " + caller);
            if (others != LogThrottle.SILENT) {
                LOG.log(
                        Level.WARNING,
                        "A remote call of " + method + " has been refused; its caller: " + caller
                                + (others == 0 ? "" : "; so have " + others + " calls of the service before"));
            }
            throw new RemoteFailure(Kind.REFUSED, "the server does not allow this caller to call " + method, null);
        }
        if (audit == Audit.ALL) {
            log(service, method, caller);
        }
    }

    private static void log(ExportedService service, RemoteMethod method, RemoteCaller caller) {
        String signature = Arrays.stream(method.method().getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.method().getName() + "(", ")"));
        LOG.log(
                Level.INFO,
                PrintableText.of("A remote call of " + signature + " of "
                        + String.join(", ", service.identity().interfaces()) + " is made; its caller: " + caller));
    }

    private boolean allows(RemoteCallGuard guard, RemoteCall call) {
        try {
            return guard.mayCall(call);
        } catch (Throwable e) {
            if (failures.next() != LogThrottle.SILENT) {
                LOG.log(
                        Level.WARNING,
                        "A guard of remote calls has failed and so refuses the call: "
                                + guard.getClass().getName(),
                        e);
            }
            return false;
        }
    }
}
