package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.LongFunction;

/** The numbers, and {@code char}: its number in UTF-16. */
final class NumberCodec {
    static final TypeCodec BYTE = whole(Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value);
    static final TypeCodec SHORT = whole(Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value);
    static final TypeCodec INT = whole(Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value);
    static final TypeCodec LONG = whole(Long.MIN_VALUE, Long.MAX_VALUE, value -> value);

    static final TypeCodec FLOAT = new TypeCodec() {
        @Override
        void writeValue(Object value, JsonGenerator out) throws IOException {
            out.writeNumber((float) value);
        }

        @Override
        Object readValue(JsonParser in) throws IOException {
            return (float) floating(in);
        }
    };

    static final TypeCodec DOUBLE = new TypeCodec() {
        @Override
        void writeValue(Object value, JsonGenerator out) throws IOException {
            out.writeNumber((double) value);
        }

        @Override
        Object readValue(JsonParser in) throws IOException {
            return floating(in);
        }
    };

    static final TypeCodec CHAR = new TypeCodec() {
        @Override
        void writeValue(Object value, JsonGenerator out) throws IOException {
            out.writeNumber((int) (char) value);
        }

        @Override
        Object readValue(JsonParser in) throws IOException {
            return (char) Cbor.integer(in, Character.MIN_VALUE, Character.MAX_VALUE);
        }
    };

    private NumberCodec() {}

    private static TypeCodec whole(long least, long most, LongFunction<Object> box) {
        return new TypeCodec() {
            @Override
            void writeValue(Object value, JsonGenerator out) throws IOException {
                out.writeNumber(((Number) value).longValue());
            }

            @Override
            Object readValue(JsonParser in) throws IOException {
                return box.apply(Cbor.integer(in, least, most));
            }
        };
    }

    /** Reads a number; programs in other languages may write 2.0 as 2. */
    private static double floating(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return Cbor.integer(in, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        TypeCodec.expect(JsonToken.VALUE_NUMBER_FLOAT, in);
        if (in.getNumberType() == JsonParser.NumberType.BIG_DECIMAL) {
            throw new MalformedValueException("a decimal fraction is no floating-point number");
        }
        return in.getDoubleValue();
    }
}
