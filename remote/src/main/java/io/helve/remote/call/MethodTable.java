package io.helve.remote.call;

import io.helve.remote.codec.DeclaredType;
import io.helve.remote.codec.TypeBindings;
import io.helve.remote.codec.TypeCodec;
import io.helve.remote.codec.TypeCodecs;
import io.helve.remote.codec.UnsupportedTypeException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The methods that can be called: those of the exported interfaces and of the interfaces that they extend, and nothing
 * else of the service's class. Server and client each make a table, of their own version of the interfaces; a method
 * that is missing in one of the tables cannot be called; all other methods can.
 */
public final class MethodTable {
    private final Map<Long, RemoteMethod> byHash = new HashMap<>();
    private final Map<Method, RemoteMethod> byMethod = new HashMap<>();

    private MethodTable() {}

    /**
     * Makes the table of a service.
     *
     * @param interfaces its interfaces
     * @param types the types that travel
     * @return the table
     * @throws UnsupportedTypeException if a type cannot travel, or an interface is no public interface
     */
    public static MethodTable of(List<Class<?>> interfaces, RemoteTypes types) {
        MethodTable table = new MethodTable();
        TypeCodecs codecs = new TypeCodecs(types.texts());
        for (Class<?> each : interfaces) {
            if (!each.isInterface() || !Modifier.isPublic(each.getModifiers())) {
                throw new UnsupportedTypeException(each.getName() + " is no public interface");
            }
            table.add(each, types, codecs);
        }
        return table;
    }

    private void add(Class<?> type, RemoteTypes types, TypeCodecs codecs) {
        TypeBindings bindings = TypeBindings.ofInterface(type);
        List<Method> bridges = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            if (method.isBridge()) { // the compiler made it: it calls the method with the narrower types
                bridges.add(method);
                continue;
            }
            long hash = RemoteMethod.hash(RemoteMethod.signature(method));
            RemoteMethod known = byHash.get(hash);
            if (known == null || isMoreSpecific(method, known.method())) {
                known = make(method, hash, bindings, types, codecs);
                byHash.put(hash, known);
            }
            byMethod.put(method, known);
        }
        bridges.forEach(byMethod::remove);
    }

    private static boolean isMoreSpecific(Method method, Method known) {
        if (!RemoteMethod.signature(method).equals(RemoteMethod.signature(known))) {
            throw new UnsupportedTypeException(method + " and " + known + " have the same hash");
        }
        return known.getReturnType() != method.getReturnType()
                && known.getReturnType().isAssignableFrom(method.getReturnType());
    }

    private static RemoteMethod make(
            Method method, long hash, TypeBindings bindings, RemoteTypes types, TypeCodecs codecs) {
        List<TypeCodec> parameters = new ArrayList<>();
        try {
            for (Type parameter : method.getGenericParameterTypes()) {
                parameters.add(codecs.of(bindings.resolve(parameter)));
            }
            DeclaredType returned = bindings.resolve(method.getGenericReturnType());
            AsyncType async = types.asyncOf(returned.raw());
            TypeCodec result = codecs.of(async == null ? returned : returned.argument(0));
            return new RemoteMethod(method, hash, List.copyOf(parameters), result, async);
        } catch (UnsupportedTypeException e) {
            throw new UnsupportedTypeException(method + ": " + e.getMessage());
        }
    }

    /** {@return the method with a hash; null if there is none} */
    public RemoteMethod find(long hash) {
        return byHash.get(hash);
    }

    /** {@return the entry of a method of the interfaces; null if it has none} */
    public RemoteMethod find(Method method) {
        RemoteMethod found = byMethod.get(method);
        return found != null || method.isBridge() || method.getDeclaringClass() == Object.class
                ? found
                : byHash.get(RemoteMethod.hash(RemoteMethod.signature(method)));
    }

    /** {@return whether any method promises its result} */
    public boolean isAsync() {
        return byHash.values().stream().anyMatch(method -> method.async() != null);
    }

    /** {@return how many methods there are} */
    public int size() {
        return byHash.size();
    }
}
