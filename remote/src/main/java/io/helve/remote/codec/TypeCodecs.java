package io.helve.remote.codec;

import io.helve.annotation.NotThreadSafe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes the codecs of declared types, each once. The codecs may be shared between threads, their maker may not. */
@NotThreadSafe
public final class TypeCodecs {
    /** A class such as {@code Node<T>} with a field of type {@code Node<List<T>>} has types without end. */
    private static final int DEPTH_MAX = 100;

    private final Map<Class<?>, TypeCodec> scalars;
    private final Map<DeclaredType, TypeCodec> made = new HashMap<>();

    /** How many codecs are being made, each as a part of the one before. */
    private int depth;

    /**
     * Creates a maker of codecs.
     *
     * @param texts types that travel as text, besides those of the JDK
     */
    public TypeCodecs(List<TextScalar<?>> texts) {
        scalars = Scalars.with(texts);
    }

    /**
     * Returns the codec of a type.
     *
     * @param type the type
     * @return the codec
     * @throws UnsupportedTypeException if values of the type cannot travel; the message names the type
     */
    public TypeCodec of(DeclaredType type) {
        TypeCodec known = made.get(type);
        if (known != null) {
            return known;
        }
        if (depth == DEPTH_MAX) {
            throw new UnsupportedTypeException(type.raw().getName() + " consists of types that are nested too deep");
        }
        depth++;
        try {
            TypeCodec codec = make(type);
            made.put(type, codec);
            return codec;
        } finally {
            depth--;
        }
    }

    private TypeCodec make(DeclaredType type) {
        Class<?> raw = type.raw();
        TypeCodec scalar = scalars.get(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw.isEnum()) {
            return new EnumCodec(raw);
        }
        if (raw.isArray()) {
            return new ArrayCodec(type.argument(0).raw(), of(type.argument(0)));
        }
        if (CollectionCodec.isCollection(raw)) {
            return new CollectionCodec(raw, of(type.argument(0)));
        }
        if (MapCodec.isMap(raw)) {
            return new MapCodec(raw, of(type.argument(0)), of(type.argument(1)));
        }
        return optionalOrStruct(type);
    }

    private TypeCodec optionalOrStruct(DeclaredType type) {
        Class<?> raw = type.raw();
        if (raw == Optional.class) {
            return OptionalCodec.of(of(type.argument(0)));
        }
        if (raw == OptionalInt.class) {
            return OptionalCodec.INT;
        }
        if (raw == OptionalLong.class) {
            return OptionalCodec.LONG;
        }
        if (raw == OptionalDouble.class) {
            return OptionalCodec.DOUBLE;
        }
        if (!Structs.isStruct(raw)) {
            throw new UnsupportedTypeException(type + " is no type whose values can travel");
        }
        StructCodec struct = new StructCodec(raw);
        made.put(type, struct); // the codec must be known before its parts are made: a part may have the same type
        TypeBindings bindings = TypeBindings.ofClass(type);
        Structs.complete(struct, part -> of(bindings.resolve(part)));
        return struct;
    }
}
