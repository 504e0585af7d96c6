package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** A primitive type: null is no value of it. */
final class PrimitiveCodec extends TypeCodec {
    private final TypeCodec boxed;
    private final Object zero;

    PrimitiveCodec(TypeCodec boxed, Object zero) {
        this.boxed = boxed;
        this.zero = zero;
    }

    @Override
    void writeValue(Object value, JsonGenerator out) throws IOException {
        boxed.writeValue(value, out);
    }

    @Override
    Object readValue(JsonParser in) throws IOException {
        return boxed.readValue(in);
    }

    @Override
    Object absent() throws IOException {
        throw new MalformedValueException("null is no value of a primitive type");
    }

    @Override
    Object missing() {
        return zero;
    }
}
