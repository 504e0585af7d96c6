package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The constants of an enum, by name. */
final class EnumCodec extends TypeCodec {
    private static final int LONGEST = 1000;

    private final Map<String, Object> constants = new HashMap<>();

    EnumCodec(Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
    }

    @Override
    void writeValue(Object value, JsonGenerator out) throws IOException {
        out.writeString(((Enum<?>) value).name());
    }

    @Override
    Object readValue(JsonParser in) throws IOException {
        Object constant = constants.get(Cbor.text(in, LONGEST));
        if (constant == null) {
            throw new MalformedValueException("the enum has no such constant here");
        }
        return constant;
    }
}
