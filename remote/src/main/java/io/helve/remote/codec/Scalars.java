package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The types of the JDK whose values have no parts of declared types. */
final class Scalars {
    private static final TypeCodec BOOLEAN = new TypeCodec() {
        @Override
        void writeValue(Object value, JsonGenerator out) throws IOException {
            out.writeBoolean((boolean) value);
        }

        @Override
        Object readValue(JsonParser in) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_TRUE) {
                expect(JsonToken.VALUE_FALSE, in);
            }
            return in.currentToken() == JsonToken.VALUE_TRUE;
        }
    };

    private static final TypeCodec STRING = new TypeCodec() {
        @Override
        void writeValue(Object value, JsonGenerator out) throws IOException {
            out.writeString((String) value);
        }

        @Override
        Object readValue(JsonParser in) throws IOException {
            return Cbor.text(in, Integer.MAX_VALUE);
        }
    };

    private static final TypeCodec BYTES = new TypeCodec() {
        @Override
        void writeValue(Object value, JsonGenerator out) throws IOException {
            out.writeBinary((byte[]) value);
        }

        @Override
        Object readValue(JsonParser in) throws IOException {
            return bytes(in);
        }
    };

    private static final TypeCodec BIG_INTEGER = new TypeCodec() {
        @Override
        void writeValue(Object value, JsonGenerator out) throws IOException {
            out.writeBinary(((BigInteger) value).toByteArray());
        }

        @Override
        Object readValue(JsonParser in) throws IOException {
            return new BigInteger(bytes(in));
        }
    };

    /** The scale, and the digits as a BigInteger: no text whose digits would have to be multiplied. */
    private static final TypeCodec BIG_DECIMAL = new TypeCodec() {
        @Override
        void writeValue(Object value, JsonGenerator out) throws IOException {
            BigDecimal decimal = (BigDecimal) value;
            out.writeStartArray(null, 2);
            out.writeNumber(decimal.scale());
            out.writeBinary(decimal.unscaledValue().toByteArray());
            out.writeEndArray();
        }

        @Override
        Object readValue(JsonParser in) throws IOException {
            Cbor.startArray(in);
            Cbor.next(in);
            int scale = (int) Cbor.integer(in, Integer.MIN_VALUE, Integer.MAX_VALUE);
            Cbor.next(in);
            BigInteger digits = new BigInteger(bytes(in));
            Cbor.endArray(in);
            return new BigDecimal(digits, scale);
        }
    };

    private static final TypeCodec VOID = new TypeCodec() {
        @Override
        void writeValue(Object value, JsonGenerator out) throws IOException {
            out.writeNull();
        }

        @Override
        Object readValue(JsonParser in) throws IOException {
            throw new MalformedValueException("void has no value");
        }
    };

    private static final List<TextScalar<?>> TEXTS = List.of(
            new TextScalar<>(UUID.class, UUID::toString, UUID::fromString),
            new TextScalar<>(URI.class, URI::toString, URI::create),
            new TextScalar<>(Instant.class, Instant::toString, Instant::parse),
            new TextScalar<>(Duration.class, Duration::toString, Duration::parse),
            new TextScalar<>(Period.class, Period::toString, Period::parse),
            new TextScalar<>(LocalDate.class, LocalDate::toString, LocalDate::parse),
            new TextScalar<>(LocalTime.class, LocalTime::toString, LocalTime::parse),
            new TextScalar<>(LocalDateTime.class, LocalDateTime::toString, LocalDateTime::parse),
            new TextScalar<>(OffsetTime.class, OffsetTime::toString, OffsetTime::parse),
            new TextScalar<>(OffsetDateTime.class, OffsetDateTime::toString, OffsetDateTime::parse),
            new TextScalar<>(ZonedDateTime.class, ZonedDateTime::toString, ZonedDateTime::parse),
            new TextScalar<>(Year.class, Year::toString, Year::parse),
            new TextScalar<>(YearMonth.class, YearMonth::toString, YearMonth::parse),
            new TextScalar<>(MonthDay.class, MonthDay::toString, MonthDay::parse),
            new TextScalar<>(ZoneId.class, ZoneId::getId, ZoneId::of),
            new TextScalar<>(ZoneOffset.class, ZoneOffset::getId, ZoneOffset::of));

    private Scalars() {}

    /**
     * Returns the codecs of all scalars.
     *
     * @param others further types that travel as text
     */
    static Map<Class<?>, TypeCodec> with(List<TextScalar<?>> others) {
        Map<Class<?>, TypeCodec> all = new HashMap<>();
        TEXTS.forEach(scalar -> all.put(scalar.type(), scalar));
        others.forEach(scalar -> all.put(scalar.type(), scalar));
        all.put(String.class, STRING);
        all.put(byte[].class, BYTES);
        all.put(BigInteger.class, BIG_INTEGER);
        all.put(BigDecimal.class, BIG_DECIMAL);
        all.put(void.class, VOID);
        all.put(Void.class, VOID);
        primitive(all, boolean.class, Boolean.class, BOOLEAN, false);
        primitive(all, byte.class, Byte.class, NumberCodec.BYTE, (byte) 0);
        primitive(all, short.class, Short.class, NumberCodec.SHORT, (short) 0);
        primitive(all, char.class, Character.class, NumberCodec.CHAR, '\0');
        primitive(all, int.class, Integer.class, NumberCodec.INT, 0);
        primitive(all, long.class, Long.class, NumberCodec.LONG, 0L);
        primitive(all, float.class, Float.class, NumberCodec.FLOAT, 0f);
        primitive(all, double.class, Double.class, NumberCodec.DOUBLE, 0d);
        return all;
    }

    private static void primitive(
            Map<Class<?>, TypeCodec> all, Class<?> primitive, Class<?> wrapper, TypeCodec codec, Object zero) {
        all.put(wrapper, codec);
        all.put(primitive, new PrimitiveCodec(codec, zero));
    }

    private static byte[] bytes(JsonParser in) throws IOException {
        TypeCodec.expect(JsonToken.VALUE_EMBEDDED_OBJECT, in);
        return in.getBinaryValue();
    }
}
