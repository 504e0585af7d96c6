package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Writes and reads the values of one type. */
public abstract class TypeCodec {
    /**
     * Writes a value.
     *
     * @param value the value, may be null
     * @param out gets the bytes
     * @throws IOException if the value cannot be written
     */
    public final void write(Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else {
            writeValue(value, out);
        }
    }

    /**
     * Reads a value.
     *
     * @param in stands on the first token of the value, and then on its last
     * @return the value
     * @throws IOException if the bytes are not a value of the type
     */
    public final Object read(JsonParser in) throws IOException {
        return in.currentToken() == JsonToken.VALUE_NULL ? absent() : readValue(in);
    }

    abstract void writeValue(Object value, JsonGenerator out) throws IOException;

    abstract Object readValue(JsonParser in) throws IOException;

    /** {@return the value that a null stands for} */
    Object absent() throws IOException {
        return null;
    }

    /** {@return the value of a field of this type for which no value arrives} */
    Object missing() {
        return null;
    }

    static void expect(JsonToken expected, JsonParser in) throws IOException {
        if (in.currentToken() != expected) {
            throw new MalformedValueException(expected + " is expected, not " + in.currentToken());
        }
    }
}
