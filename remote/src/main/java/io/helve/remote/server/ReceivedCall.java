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

    /** How deep an exception may be wrapped in those of futures: a chain of causes may be a circle. */
    private static final int WRAPPERS_MAX = 16;

    private final CallServer server;
    private final CallSlot slot;
    private final Message message;
    private final PipeCaller caller;
    private final CallerShare share;
    private final long arrival = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** The rest is set by the worker that decodes the call. */
    private CallFormat.Call call;

    /** The service that the call names; null if there is none. */
    private ExportedService named;

    /** The service whose quota the call has entered. */
    private ExportedService service;

    ReceivedCall(CallServer server, CallSlot slot, Message message, PipeCaller caller, CallerShare share) {
        this.server = server;
        this.slot = slot;
        this.message = message;
        this.caller = caller;
        this.share = share;
    }

    @Override
    public void run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            if (isRead()) {
                invoke(thread);
            }
        } finally {
            thread.setContextClassLoader(before); // a guard or a service may have set another one
        }
    }

    private boolean isRead() {
        try {
            decode();
            return true;
        } catch (RemoteFailure e) {
            answer(server.format().failure(e));
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "A call cannot be read", e);
            answer(server.format().failure(new RemoteFailure(Kind.MALFORMED_CALL, "the call cannot be read", e)));
        }
        return false;
    }

    private void decode() {
        call = server.format().readCall(message.toByteArray(), this);
        message.clear(); // an asynchronous method does not hold the bytes of its arguments
        if (!named.quota().enter()) {
            named.refusedAsBusy();
            throw new RemoteFailure(Kind.BUSY, "too many calls of the service are in progress", null);
        }
        service = named;
        service.counts().begin();
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

    private void invoke(Thread thread) {
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
        }
    }

    private int limit() {
        return Math.min(call.limit(), server.messageMax());
    }

    private void returned(Object result) {
        try {
            Cbor.Bytes bytes = server.format().result(call.method(), result, limit());
            if (end()) {
                service.counts().succeeded(arrival);
                send(bytes);
            }
        } catch (TooLargeException e) {
            failed(Kind.ANSWER_TOO_LARGE, "the answer of " + call.method() + " is too large: " + e.getMessage());
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "The result of " + call.method() + " cannot be sent", e);
            failed(Kind.UNWRITABLE_ANSWER, "the result of " + call.method() + " cannot be sent: " + textOf(e));
        }
    }

    /** {@return the message; the exception, and so its method, may be the service's} */
    private static String textOf(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException | Error e) {
            return thrown.getClass().getName();
        }
    }

    private void thrown(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < WRAPPERS_MAX && isWrapper(cause) && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        String name = cause.getClass().getName();
        try {
            Cbor.Bytes bytes = server.format().thrown(cause, limit());
            if (end()) {
                service.counts().failed(arrival, call.method() + " has thrown " + name + ": " + textOf(cause));
                send(bytes);
            }
        } catch (IOException | RuntimeException | Error e) { // it is too long, or a method of it has failed
            failed(Kind.ANSWER_TOO_LARGE, "the service has thrown " + name);
        }
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof CompletionException || thrown instanceof ExecutionException;
    }

    private void failed(Kind kind, String text) {
        if (end()) {
            service.counts().failed(arrival, text);
            send(server.format().failure(new RemoteFailure(kind, text, null)));
        }
    }

    /** Answers a call that has not reached the service. */
    private void answer(Cbor.Bytes bytes) {
        if (end()) {
            send(bytes);
        }
    }

    /** {@return whether the call ends now; otherwise the service has kept its promise twice} */
    private boolean end() {
        return ended.compareAndSet(false, true);
    }

    private void send(Cbor.Bytes bytes) {
        if (service != null) {
            service.quota().leave();
        }
        server.answer(slot, message, share, bytes);
    }
}
