package io.helve.remote.client;

import io.helve.message.Message;
import io.helve.remote.call.CallCounts;
import io.helve.remote.call.MethodTable;
import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteFailure.Kind;
import io.helve.remote.call.RemoteMethod;
import io.helve.remote.codec.Cbor;
import io.helve.remote.codec.TooLargeException;
import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Stands for a service elsewhere: an object of its interfaces, whose methods call the service. */
public final class ServiceProxy implements InvocationHandler {
    private static final Object[] NOTHING = {};

    /** Handles time out by themselves; a caller that waits looks after them once more, should their pool be blocked. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CallClient client;
    private final Target target;
    private final MethodTable methods;
    private final CallCounts counts;
    private final Function<RemoteFailure, RuntimeException> failures;

    /**
     * Where a service is.
     *
     * @param urls the addresses of its server
     * @param service its number there
     * @param callMax how many bytes a call may have
     * @param timeout how long a call may take
     */
    public record Target(List<StreamUrl> urls, long service, int callMax, Duration timeout) {}

    private ServiceProxy(
            CallClient client,
            Target target,
            MethodTable methods,
            CallCounts counts,
            Function<RemoteFailure, RuntimeException> failures) {
        this.client = client;
        this.target = target;
        this.methods = methods;
        this.counts = counts;
        this.failures = failures;
    }

    /**
     * Creates an object that stands for a service. Nothing is sent before its first call, and it needs no end.
     *
     * @param client makes the calls
     * @param target where the service is
     * @param methods the methods of the interfaces
     * @param counts counts the calls
     * @param loader sees the interfaces
     * @param interfaces the interfaces
     * @param failures makes the exceptions with which calls end that have failed on the way
     * @return the object
     */
    public static Object create(
            CallClient client,
            Target target,
            MethodTable methods,
            CallCounts counts,
            ClassLoader loader,
            List<Class<?>> interfaces,
            Function<RemoteFailure, RuntimeException> failures) {
        return Proxy.newProxyInstance(
                loader,
                interfaces.toArray(Class<?>[]::new),
                new ServiceProxy(client, target, methods, counts, failures));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        RemoteMethod remote = methods.find(method);
        if (remote != null) {
            Object[] given = arguments == null ? NOTHING : arguments;
            return remote.async() == null ? call(remote, given) : remote.async().ofFuture(callAsync(remote, given));
        }
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" ->
                this + " of " + proxy.getClass().getInterfaces()[0].getName();
            default -> InvocationHandler.invokeDefault(proxy, method, arguments); // a bridge to a method of the table
        };
    }

    private Object call(RemoteMethod method, Object[] arguments) throws Throwable {
        long begin = counts.begin();
        try {
            CompletableFuture<Message> answer = client.call(target.urls, encode(method, arguments), target.timeout);
            Object result = decode(await(answer, method), method);
            counts.succeeded(begin);
            return result;
        } catch (RemoteFailure e) {
            countFailure(e, method);
            throw failures.apply(e);
        } catch (Throwable e) {
            countFailure(e, method);
            throw e;
        }
    }

    private void countFailure(Throwable failure, RemoteMethod method) {
        if (failure instanceof RemoteFailure remote && remote.kind() == Kind.TIMED_OUT) {
            counts.timedOut(remote.getMessage());
        } else if (failure instanceof RemoteFailure) {
            counts.failed(failure.getMessage());
        } else {
            counts.failed(method + " has thrown " + failure);
        }
    }

    private Cbor.Bytes encode(RemoteMethod method, Object[] arguments) {
        try {
            return client.format().call(target.service, method, arguments, target.callMax, client.answerMax());
        } catch (TooLargeException e) {
            throw new RemoteFailure(
                    Kind.UNWRITABLE_CALL, "the call of " + method + " is too large: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new RemoteFailure(
                    Kind.UNWRITABLE_CALL, "the call of " + method + " cannot be sent: " + e.getMessage(), e);
        }
    }

    private Message await(CompletableFuture<Message> answer, RemoteMethod method) {
        try {
            return answer.get(target.timeout.toNanos() + GRACE_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw of(e.getCause(), method);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new RemoteFailure(Kind.TIMED_OUT, method + " at " + address() + ": no answer in time", e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new RemoteFailure(Kind.INTERRUPTED, method + " at " + address() + ": the caller was interrupted", e);
        }
    }

    /** {@return a failure that names the method and the address} */
    private RemoteFailure of(Throwable failure, RemoteMethod method) {
        Kind kind = failure instanceof RemoteFailure known ? known.kind() : Kind.FAILED;
        String text = kind == Kind.TIMED_OUT ? " in " + target.timeout.toMillis() + " ms" : "";
        return new RemoteFailure(kind, method + " at " + address() + ": " + failure.getMessage() + text, failure);
    }

    private Object decode(Message answer, RemoteMethod method) throws Throwable {
        byte[] bytes = answer.toByteArray();
        answer.free();
        return client.format().readAnswer(bytes, method);
    }

    private CompletableFuture<Object> callAsync(RemoteMethod method, Object[] arguments) {
        long begin = counts.begin();
        CompletableFuture<Object> result = new CompletableFuture<>();
        CompletableFuture<Message> answer;
        try {
            answer = client.callAsync(target.urls, encode(method, arguments), target.timeout);
        } catch (RemoteFailure e) {
            countFailure(e, method);
            result.completeExceptionally(failures.apply(e));
            return result;
        } catch (Throwable e) {
            countFailure(e, method);
            throw e;
        }
        answer.whenComplete((message, failure) -> complete(result, begin, message, failure, method));
        result.whenComplete((value, thrown) -> answer.cancel(false)); // the caller may give up; else it has no effect
        return result;
    }

    /** Counts the end of the call, and completes the future unless the caller has given up. */
    private void complete(
            CompletableFuture<Object> result, long begin, Message message, Throwable failure, RemoteMethod method) {
        Object value;
        try {
            if (failure != null) {
                throw of(failure, method);
            }
            value = decode(message, method);
        } catch (RemoteFailure e) {
            countFailure(e, method);
            result.completeExceptionally(failures.apply(e));
            return;
        } catch (Throwable e) {
            countFailure(e, method);
            result.completeExceptionally(e);
            return;
        }
        counts.succeeded(begin);
        result.complete(value);
    }

    private Object address() {
        return target.urls.size() == 1 ? target.urls.get(0) : target.urls;
    }

    @Override
    public String toString() {
        return "remote service at " + address();
    }
}
