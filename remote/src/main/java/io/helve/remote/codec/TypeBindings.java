package io.helve.remote.codec;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the type variables of a class or interface, and of its supertypes, stand for. */
public final class TypeBindings {
    private final Map<TypeVariable<?>, DeclaredType> bound = new HashMap<>();

    private TypeBindings() {}

    /**
     * Returns the bindings of an interface and of all interfaces that it extends.
     *
     * @param type the interface; its own variables stand for their bounds
     * @return the bindings
     */
    public static TypeBindings ofInterface(Class<?> type) {
        TypeBindings bindings = new TypeBindings();
        bindings.addInterfaces(type);
        return bindings;
    }

    /** {@return the bindings of a class with type arguments, and of its superclasses} */
    static TypeBindings ofClass(DeclaredType type) {
        TypeBindings bindings = new TypeBindings();
        bindings.add(type);
        for (Class<?> c = type.raw(); c != null && c.getGenericSuperclass() != null; c = c.getSuperclass()) {
            bindings.add(bindings.resolve(c.getGenericSuperclass()));
        }
        return bindings;
    }

    private void addInterfaces(Class<?> type) {
        for (Type each : type.getGenericInterfaces()) {
            DeclaredType extended = resolve(each);
            add(extended);
            addInterfaces(extended.raw());
        }
    }

    private void add(DeclaredType type) {
        TypeVariable<?>[] variables = type.raw().getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
            bound.putIfAbsent(variables[i], type.argument(i));
        }
    }

    /**
     * Replaces the variables and wildcards of a type.
     *
     * @param type a type as reflection has it
     * @return the type; a variable that is bound to nothing is replaced by its bound, a wildcard by its bound
     */
    public DeclaredType resolve(Type type) {
        if (type instanceof Class<?> c) {
            return c.isArray()
                    ? DeclaredType.arrayOf(resolve(c.getComponentType()))
                    : new DeclaredType(c, Collections.nCopies(c.getTypeParameters().length, DeclaredType.OBJECT));
        }
        if (type instanceof ParameterizedType parameterized) {
            List<DeclaredType> arguments = new ArrayList<>();
            for (Type argument : parameterized.getActualTypeArguments()) {
                arguments.add(resolve(argument));
            }
            return new DeclaredType((Class<?>) parameterized.getRawType(), List.copyOf(arguments));
        }
        if (type instanceof GenericArrayType array) {
            return DeclaredType.arrayOf(resolve(array.getGenericComponentType()));
        }
        if (type instanceof WildcardType wildcard) {
            Type[] lower = wildcard.getLowerBounds();
            return resolve(lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0]);
        }
        return variable((TypeVariable<?>) type);
    }

    private DeclaredType variable(TypeVariable<?> variable) {
        DeclaredType known = bound.get(variable);
        if (known != null) {
            return known;
        }
        bound.put(variable, DeclaredType.OBJECT); // ends the recursion of T extends Comparable<T>
        DeclaredType resolved = resolve(variable.getBounds()[0]);
        bound.put(variable, resolved);
        return resolved;
    }
}
