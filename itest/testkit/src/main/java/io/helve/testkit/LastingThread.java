package io.helve.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A thread that lives on when bundles have gone, as threads of a framework do. Tests make calls of the API on it. After
 * each call the thread looks whether the call has left thread locals of Netty, which would keep the class loaders of
 * Netty's bundles and of Helve's.
 */
public final class LastingThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<String> leavers = new ArrayList<>();
    private final Set<String> called = ConcurrentHashMap.newKeySet();
    private final Set<Class<?>> types;

    /**
     * Starts a thread.
     *
     * @param types interfaces; an object that a {@linkplain #view view} returns as one of these is a view, too
     */
    public LastingThread(Class<?>... types) {
        this.types = Set.of(types);
    }

    /**
     * Makes a call on the thread.
     *
     * @param <T> the type of its result
     * @param name the name of the call, for {@link #leavers}
     * @param call the call
     * @return its result
     */
    public <T> T call(String name, Callable<T> call) {
        try {
            return thread.submit(() -> {
                        try {
                            return call.call();
                        } finally {
                            look(name);
                        }
                    })
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new AssertionError(name, e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(name, e);
        }
    }

    /**
     * Makes a call without a result on the thread.
     *
     * @param name the name of the call
     * @param call the call
     */
    public void run(String name, Runnable call) {
        call(name, () -> {
            call.run();
            return null;
        });
    }

    private void look(String name) {
        if (NettyLeaks.removeThreadLocals()) {
            synchronized (leavers) {
                leavers.add(name);
            }
        }
    }

    /** {@return the calls that have left thread locals of Netty on the thread} */
    public List<String> leavers() {
        synchronized (leavers) {
            return List.copyOf(leavers);
        }
    }

    /**
     * Returns a view of an object, whose methods run on the thread.
     *
     * @param <T> the interface
     * @param type the interface
     * @param object the object
     * @return the view
     */
    public <T> T view(Class<T> type, T object) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new View(type, object)));
    }

    private final class View implements InvocationHandler {
        private final Class<?> type;
        private final Object object;

        View(Class<?> type, Object object) {
            this.type = type;
            this.object = object;
        }

        @Override
        public Object invoke(Object view, Method method, Object[] arguments) {
            String name = name(type, method);
            called.add(name);
            Object[] real = arguments == null ? new Object[0] : arguments;
            Object result = call(
                    name,
                    () -> perform(method, Arrays.stream(real).map(View::real).toArray()));
            Class<?> returned = method.getReturnType();
            return result != null && types.contains(returned) ? viewOf(returned, result) : result;
        }

        private static Object real(Object argument) {
            return argument != null
                            && Proxy.isProxyClass(argument.getClass())
                            && Proxy.getInvocationHandler(argument) instanceof View view
                    ? view.object
                    : argument;
        }

        private Object perform(Method method, Object[] arguments) throws Exception {
            try {
                return method.invoke(object, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Exception thrown) {
                    throw thrown;
                }
                throw e;
            }
        }
    }

    private <T> T viewOf(Class<T> type, Object object) {
        return view(type, type.cast(object));
    }

    private static String name(Class<?> type, Method method) {
        return type.getSimpleName() + "." + method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /** {@return the methods of the interfaces that no view has called} */
    public Set<String> neverCalled() {
        Set<String> never = new TreeSet<>();
        for (Class<?> type : types) {
            for (Method method : type.getMethods()) {
                if (!Modifier.isStatic(method.getModifiers()) && !method.isBridge()) {
                    never.add(name(type, method));
                }
            }
        }
        never.removeAll(called);
        return never;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
