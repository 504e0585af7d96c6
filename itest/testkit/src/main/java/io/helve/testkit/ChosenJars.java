package io.helve.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.stream.Stream;

/**
 * A program on a class path of its own, with only some of the jars of the test: shows what a program without OSGi sees
 * when a jar is missing. The classes of the program are other classes than those of the test, so a test calls them by
 * reflection.
 */
public final class ChosenJars implements AutoCloseable {
    private static final String RUNTIME = "io.helve.aio.AioRuntime";

    private final URLClassLoader loader;

    /** The {@code AioRuntime} of the program; null before the first service is wanted. */
    private Object runtime;

    private ChosenJars(URL[] jars) {
        loader = new URLClassLoader(jars, new PlatformOnly());
    }

    /**
     * The classes of the JDK. The platform's loader alone would also pass on requests for classes of the modules of the
     * test.
     */
    private static final class PlatformOnly extends ClassLoader {
        PlatformOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    /**
     * Makes a program.
     *
     * @param members a class of each jar, or directory of classes, that the program has
     * @return the program; to be closed
     */
    public static ChosenJars of(Class<?>... members) {
        return new ChosenJars(Stream.of(members)
                .map(member -> member.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new));
    }

    /**
     * Returns a service of the program's runtime, as {@code X.of(runtime)} does. The first call opens the runtime.
     *
     * @param type the name of the service's interface
     * @return the service
     * @throws Exception as the program throws it
     */
    public Object service(String type) throws Exception {
        if (runtime == null) {
            runtime = invoke(loader.loadClass(RUNTIME).getMethod("open"), null);
        }
        return invoke(loader.loadClass(type).getMethod("of", loader.loadClass(RUNTIME)), null, runtime);
    }

    /**
     * Calls a method of an object of the program.
     *
     * @param type the name of the interface that declares the method
     * @param method the method
     * @param target the object
     * @param arguments strings, or objects of the program
     * @return what the method returns
     * @throws Exception as the program throws it
     */
    public Object call(String type, String method, Object target, Object... arguments) throws Exception {
        for (Method each : loader.loadClass(type).getMethods()) {
            if (each.getName().equals(method) && accepts(each.getParameterTypes(), arguments)) {
                return invoke(each, target, arguments);
            }
        }
        throw new NoSuchMethodException(type + "." + method);
    }

    /**
     * Returns a constant of an enum of the program.
     *
     * @param type the name of the enum
     * @param name the name of the constant
     * @return the constant
     * @throws Exception if there is no such constant
     */
    public Object constant(String type, String name) throws Exception {
        return loader.loadClass(type).getField(name).get(null);
    }

    private static boolean accepts(Class<?>[] types, Object[] arguments) {
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!types[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static Object invoke(Method method, Object target, Object... arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    /** Closes the runtime of the program. */
    @Override
    public void close() {
        try (loader) {
            if (runtime != null) {
                call(RUNTIME, "close", runtime);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
