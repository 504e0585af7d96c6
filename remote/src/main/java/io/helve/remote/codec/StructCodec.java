package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records and DTOs, as a map from the names of their fields to the values. A name that is unknown here is skipped, and
 * a field that does not arrive has its default: the two sides may have different versions of the class.
 *
 * <p>The codec of a class that contains itself is its own part, so the parts are added after the codec was made.
 */
final class StructCodec extends TypeCodec {
    /** Gets the values of the fields, and makes objects. */
    interface Shape {
        /** {@return the value of a field} */
        Object get(Object struct, int field) throws ReflectiveOperationException;

        /** {@return an object with the values of all fields, {@link #UNSET} where none has arrived} */
        Object create(Object[] values) throws ReflectiveOperationException;
    }

    /** Stands for the value of a field that has not arrived. */
    static final Object UNSET = new Object();

    private record Part(int index, TypeCodec codec) {}

    private final Class<?> type;
    private final Map<String, Part> parts = new LinkedHashMap<>();

    /** Set before the codec is used. */
    private Shape shape;

    StructCodec(Class<?> type) {
        this.type = type;
    }

    void add(String name, TypeCodec codec) {
        if (parts.put(name, new Part(parts.size(), codec)) != null) {
            throw new UnsupportedTypeException(type.getName() + " has two fields " + name);
        }
    }

    void complete(Shape made) {
        shape = made;
    }

    Class<?> type() {
        return type;
    }

    @Override
    void writeValue(Object value, JsonGenerator out) throws IOException {
        out.writeStartObject(value, parts.size());
        for (Map.Entry<String, Part> each : parts.entrySet()) {
            Part part = each.getValue();
            out.writeFieldName(each.getKey());
            part.codec.write(get(type.cast(value), part.index), out);
        }
        out.writeEndObject();
    }

    private Object get(Object value, int index) throws IOException {
        try {
            return shape.get(value, index);
        } catch (ReflectiveOperationException e) {
            throw new IOException("a field of " + type.getName() + " cannot be read: " + e, e);
        }
    }

    @Override
    Object readValue(JsonParser in) throws IOException {
        expect(JsonToken.START_OBJECT, in);
        Object[] values = new Object[parts.size()];
        Arrays.fill(values, UNSET);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            expect(JsonToken.FIELD_NAME, in);
            Part part = parts.get(in.currentName());
            in.nextToken();
            if (part == null) {
                in.skipChildren();
            } else {
                values[part.index] = part.codec.read(in);
            }
        }
        try {
            return shape.create(values);
        } catch (ReflectiveOperationException e) {
            throw new MalformedValueException(type.getName() + " refuses what arrived: " + e, e);
        }
    }
}
