package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** {@code Optional} and its kin, as an array of no or one element. */
final class OptionalCodec extends TypeCodec {
    static final TypeCodec INT = new OptionalCodec(
            NumberCodec.INT,
            value -> ((OptionalInt) value).isPresent() ? ((OptionalInt) value).getAsInt() : null,
            value -> value == null ? OptionalInt.empty() : OptionalInt.of((int) value));

    static final TypeCodec LONG = new OptionalCodec(
            NumberCodec.LONG,
            value -> ((OptionalLong) value).isPresent() ? ((OptionalLong) value).getAsLong() : null,
            value -> value == null ? OptionalLong.empty() : OptionalLong.of((long) value));

    static final TypeCodec DOUBLE = new OptionalCodec(
            NumberCodec.DOUBLE,
            value -> ((OptionalDouble) value).isPresent() ? ((OptionalDouble) value).getAsDouble() : null,
            value -> value == null ? OptionalDouble.empty() : OptionalDouble.of((double) value));

    private final TypeCodec element;

    /** Returns the element, or null. */
    private final Function<Object, Object> open;

    /** Makes the optional of an element, or of null. */
    private final Function<Object, Object> close;

    private OptionalCodec(TypeCodec element, Function<Object, Object> open, Function<Object, Object> close) {
        this.element = element;
        this.open = open;
        this.close = close;
    }

    static TypeCodec of(TypeCodec element) {
        return new OptionalCodec(element, value -> ((Optional<?>) value).orElse(null), Optional::ofNullable);
    }

    @Override
    void writeValue(Object value, JsonGenerator out) throws IOException {
        Object content = open.apply(value);
        out.writeStartArray(value, content == null ? 0 : 1);
        if (content != null) {
            element.write(content, out);
        }
        out.writeEndArray();
    }

    @Override
    Object readValue(JsonParser in) throws IOException {
        Cbor.startArray(in);
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return close.apply(null);
        }
        Object read = close.apply(element.read(in));
        Cbor.endArray(in);
        return read;
    }

    @Override
    Object missing() {
        return close.apply(null);
    }
}
