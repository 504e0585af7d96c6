package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.function.Function;

/**
 * A type whose values travel as text.
 *
 * @param <T> the type
 */
public final class TextScalar<T> extends TypeCodec {
    /** Long enough for each date, version and identifier; parsers need not be fast for longer ones. */
    private static final int LONGEST = 4096;

    private final Class<T> type;
    private final Function<? super T, String> format;
    private final Function<String, ? extends T> parse;

    /**
     * Creates the codec of a type.
     *
     * @param type the type
     * @param format makes the text of a value
     * @param parse makes the value of a text; throws a RuntimeException for another text
     */
    public TextScalar(Class<T> type, Function<? super T, String> format, Function<String, ? extends T> parse) {
        this.type = type;
        this.format = format;
        this.parse = parse;
    }

    Class<T> type() {
        return type;
    }

    @Override
    void writeValue(Object value, JsonGenerator out) throws IOException {
        out.writeString(format.apply(type.cast(value)));
    }

    @Override
    Object readValue(JsonParser in) throws IOException {
        return parse.apply(Cbor.text(in, LONGEST));
    }
}
