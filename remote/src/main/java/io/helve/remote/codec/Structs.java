package io.helve.remote.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What a record or a DTO consists of: a DTO is a public class with public fields and without methods of its own. */
final class Structs {
    /** What a class may override: the class of OSGi from which DTOs are derived has one of them. */
    private static final Set<String> OF_OBJECT = Set.of("toString", "equals", "hashCode");

    private Structs() {}

    static boolean isStruct(Class<?> type) {
        return Modifier.isPublic(type.getModifiers()) && (type.isRecord() || isDto(type));
    }

    private static boolean isDto(Class<?> type) {
        if (type.isInterface()
                || Modifier.isAbstract(type.getModifiers())
                || type.getName().startsWith("java.")
                || Throwable.class.isAssignableFrom(type)) {
            return false;
        }
        try {
            type.getConstructor();
        } catch (NoSuchMethodException e) {
            return false;
        }
        for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            if (!Arrays.stream(c.getDeclaredFields()).allMatch(Structs::isStaticOrOpen)
                    || !Arrays.stream(c.getDeclaredMethods()).allMatch(Structs::isHarmless)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStaticOrOpen(Field field) {
        return Modifier.isStatic(field.getModifiers())
                || field.isSynthetic()
                || Modifier.isPublic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers());
    }

    private static boolean isHarmless(Method method) {
        return Modifier.isStatic(method.getModifiers())
                || Modifier.isPrivate(method.getModifiers())
                || OF_OBJECT.contains(method.getName());
    }

    /**
     * Fills a codec with the parts of its class.
     *
     * @param codecOf makes the codec of the type of a part
     */
    static void complete(StructCodec codec, Function<Type, TypeCodec> codecOf) {
        try {
            codec.complete(codec.type().isRecord() ? recordShape(codec, codecOf) : dtoShape(codec, codecOf));
        } catch (NoSuchMethodException e) {
            throw new UnsupportedTypeException(codec.type().getName() + " has no public constructor for its values");
        }
    }

    private static StructCodec.Shape recordShape(StructCodec codec, Function<Type, TypeCodec> codecOf)
            throws NoSuchMethodException {
        RecordComponent[] components = codec.type().getRecordComponents();
        Object[] defaults = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            TypeCodec part = codecOf.apply(components[i].getGenericType());
            defaults[i] = part.missing();
            codec.add(components[i].getName(), part);
        }
        Constructor<?> constructor = codec.type()
                .getConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        return new StructCodec.Shape() {
            @Override
            public Object get(Object struct, int field) throws ReflectiveOperationException {
                return components[field].getAccessor().invoke(struct);
            }

            @Override
            public Object create(Object[] values) throws ReflectiveOperationException {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] == StructCodec.UNSET) {
                        values[i] = defaults[i];
                    }
                }
                return constructor.newInstance(values);
            }
        };
    }

    private static StructCodec.Shape dtoShape(StructCodec codec, Function<Type, TypeCodec> codecOf)
            throws NoSuchMethodException {
        List<Field> fields = new ArrayList<>();
        for (Field field : codec.type().getFields()) {
            int modifiers = field.getModifiers();
            if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers)) {
                fields.add(field);
                codec.add(field.getName(), codecOf.apply(field.getGenericType()));
            }
        }
        Constructor<?> constructor = codec.type().getConstructor();
        return new StructCodec.Shape() {
            @Override
            public Object get(Object struct, int field) throws ReflectiveOperationException {
                return fields.get(field).get(struct);
            }

            @Override
            public Object create(Object[] values) throws ReflectiveOperationException {
                Object made = constructor.newInstance();
                for (int i = 0; i < values.length; i++) {
                    if (values[i] != StructCodec.UNSET) {
                        fields.get(i).set(made, values[i]);
                    }
                }
                return made;
            }
        };
    }
}
