package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.Array;

/** Arrays of all types but {@code byte}. */
final class ArrayCodec extends TypeCodec {
    private static final int FIRST_CAPACITY = 16;

    private final Class<?> component;
    private final TypeCodec element;

    ArrayCodec(Class<?> component, TypeCodec element) {
        this.component = component;
        this.element = element;
    }

    @Override
    void writeValue(Object value, JsonGenerator out) throws IOException {
        int length = Array.getLength(value);
        out.writeStartArray(value, length);
        for (int i = 0; i < length; i++) {
            element.write(Array.get(value, i), out);
        }
        out.writeEndArray();
    }

    @Override
    Object readValue(JsonParser in) throws IOException {
        Cbor.startArray(in);
        Object array = Array.newInstance(component, FIRST_CAPACITY);
        int length = 0;
        int capacity = FIRST_CAPACITY;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (length == capacity) {
                capacity *= 2;
                array = copy(array, length, capacity);
            }
            Array.set(array, length++, element.read(in));
        }
        return length == capacity ? array : copy(array, length, length);
    }

    private Object copy(Object array, int length, int capacity) {
        Object copy = Array.newInstance(component, capacity);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }
}
