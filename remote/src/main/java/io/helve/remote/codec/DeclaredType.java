package io.helve.remote.codec;

import java.lang.reflect.Array;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A type without variables and wildcards.
 *
 * @param raw the class
 * @param arguments the type arguments; for an array the type of its components
 */
public record DeclaredType(Class<?> raw, List<DeclaredType> arguments) {
    static final DeclaredType OBJECT = new DeclaredType(Object.class, List.of());

    static DeclaredType arrayOf(DeclaredType component) {
        return new DeclaredType(Array.newInstance(component.raw, 0).getClass(), List.of(component));
    }

    /**
     * Returns a type argument.
     *
     * @param index which
     * @return the argument; Object if the class is used without arguments
     */
    public DeclaredType argument(int index) {
        return index < arguments.size() ? arguments.get(index) : OBJECT;
    }

    @Override
    public String toString() {
        if (raw.isArray()) {
            return argument(0) + "[]";
        }
        return arguments.isEmpty()
                ? raw.getName()
                : arguments.stream()
                        .map(DeclaredType::toString)
                        .collect(Collectors.joining(", ", raw.getName() + "<", ">"));
    }
}
