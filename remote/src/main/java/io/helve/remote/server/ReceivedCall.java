package io.helve.remote.server;

import io.helve.internal.SafeLogger;
import io.helve.message.Message;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.MethodTable;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.remote.call.RemoteMethod;
import io.helve.remote.codec.Cbor;
import io.helve.remote.codec.TooLargeException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decodes the arguments of one call, invokes the method of the service and encodes the answer, which the slot of the
 * call sends.
 */
final class ReceivedCall implements Runnable, CallFormat.Receiver {
    private static final System.Logger LOG = SafeLogger.of(ReceivedCall.class);

    private final CallServer server;
    private final CallSlot slot;
    private final Message message;
    private final PipeCaller caller;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** The rest is set by the worker that decodes the call. */
    private CallFormat.Call call;

    /** The service that the call names; null if there is none. */
    private ExportedService named;

    /** The service whose quota the call has entered. */
    private ExportedService service;

    ReceivedCall(CallServer server, CallSlot slot, Message message, PipeCaller caller) {
        this.server = server;
        this.slot = slot;
        this.message = message;
        this.caller = caller;
    }

    @Override
    public void run() {
        try {
            decode();
        } catch (RemoteFailure e) {
            answer(server.format().failure(e));
            return;
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "A call cannot be read", e);
            answer(server.format().failure(new RemoteFailure(Kind.MALFORMED_CALL, "the call cannot be read", e)));
            return;
        }
        invoke();
    }

    private void decode() {
        call = server.format().readCall(message.toByteArray(), this);
        message.clear(); // an asynchronous method does not hold the bytes of its arguments
        if (!named.quota().enter()) {
            throw new RemoteFailure(Kind.BUSY, "too many calls of the service are in progress", null);
        }
        service = named;
    }

    @Override
    public MethodTable methods(long number) {
        named = server.find(number);
        return named == null ? null : named.methods();
    }

    @Override
    public void admit(RemoteMethod method) {
        server.guards().check(named, method, caller);
    }

    private void invoke() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        RemoteMethod method = call.method();
        try {
            thread.setContextClassLoader(service.service().getClass().getClassLoader());
            Object returned = method.method().invoke(service.service(), call.arguments());
            if (method.async() == null || returned == null) {
                returned(returned);
            } else {
                CompletionStage<?> stage = method.async().toStage(returned);
                stage.whenComplete((result, thrown) -> {
                    if (thrown == null) {
                        returned(result);
                    } else {
                        thrown(thrown);
                    }
                });
            }
        } catch (InvocationTargetException e) {
            thrown(e.getCause());
        } catch (Throwable e) {
            thrown(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private int limit() {
        return Math.min(call.limit(), server.messageMax());
    }

    private void returned(Object result) {
        Cbor.Bytes bytes;
        try {
            bytes = server.format().result(call.method(), result, limit());
        } catch (TooLargeException e) {
            bytes = server.format()
                    .failure(new RemoteFailure(
                            Kind.ANSWER_TOO_LARGE,
                            "the answer of " + call.method() + " is too large: " + e.getMessage(),
                            e));
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "The result of " + call.method() + " cannot be sent", e);
            bytes = server.format()
                    .failure(new RemoteFailure(
                            Kind.UNWRITABLE_ANSWER,
                            "the result of " + call.method() + " cannot be sent: " + e.getMessage(),
                            e));
        }
        service.count(false);
        answer(bytes);
    }

    private void thrown(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        Cbor.Bytes bytes;
        try {
            bytes = server.format().thrown(cause, limit());
        } catch (IOException e) {
            bytes = server.format()
                    .failure(new RemoteFailure(
                            Kind.ANSWER_TOO_LARGE,
                            "the service has thrown " + cause.getClass().getName(),
                            e));
        }
        service.count(true);
        answer(bytes);
    }

    private void answer(Cbor.Bytes bytes) {
        if (!ended.compareAndSet(false, true)) {
            return; // the promise of a service was kept twice
        }
        if (service != null) {
            service.quota().leave();
        }
        server.answer(slot, message, caller, bytes);
    }
}
