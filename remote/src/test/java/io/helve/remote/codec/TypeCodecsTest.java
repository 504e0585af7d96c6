package io.helve.remote.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What travels, and what does not. */
@Timeout(180)
class TypeCodecsTest {
    private static final int LIMIT = 1 << 20;

    private final Cbor cbor = new Cbor();

    static Stream<String> names() {
        return Arrays.stream(Samples.class.getFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(Field::getName);
    }

    private static TypeCodec codec(Field field) {
        return new TypeCodecs(List.of())
                .of(TypeBindings.ofInterface(Runnable.class).resolve(field.getGenericType()));
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        return type.getField(name);
    }

    private byte[] write(TypeCodec codec, Object value) throws IOException {
        Cbor.Bytes bytes = cbor.write(LIMIT, out -> codec.write(value, out));
        return Arrays.copyOf(bytes.array(), bytes.size());
    }

    private Object read(TypeCodec codec, byte[] bytes) throws IOException {
        return cbor.read(bytes, codec::read);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aValueOfEachTypeArrivesAsItWas(String name) throws Exception {
        Field field = field(Samples.class, name);
        Object value = field.get(new Samples());
        Object read = read(codec(field), write(codec(field), value));
        assertArrayEquals(new Object[] {value}, new Object[] {read}); // looks into arrays
    }

    @Test
    void aCollectionGetsAClassOfTheJdk() throws Exception {
        Field field = field(Samples.class, "list");
        assertInstanceOf(ArrayList.class, read(codec(field), write(codec(field), Collections.nCopies(3, "x"))));
        Field set = field(Samples.class, "set");
        assertInstanceOf(LinkedHashSet.class, read(codec(set), write(codec(set), Set.of(1))));
    }

    /** Types that cannot travel, each as a field. */
    public static final class Unsupported {
        public Object anything;
        public Number number;
        public List<Object> list;
        public List<?> unknown;

        @SuppressWarnings("rawtypes")
        public Map raw;

        public Runnable code;
        public Thread thread;
        public Class<?> type;
        public Exception exception;
        public Supplier<String> supplier;
        public Map<String, StringBuilder> inside;
        public Hidden hidden;
        public Bean bean;
        public Endless<String> endless;

        /** Creates it. */
        public Unsupported() {}
    }

    record Hidden(int value) {}

    /** A class with a method of its own. */
    public static final class Bean {
        private int value;

        /** Creates it. */
        public Bean() {}

        /** {@return the value} */
        public int getValue() {
            return value;
        }
    }

    /** A type with types without end. */
    public static final class Endless<T> {
        public Endless<List<T>> next;

        /** Creates it. */
        public Endless() {}
    }

    static Stream<String> unsupported() {
        return Arrays.stream(Unsupported.class.getFields()).map(Field::getName);
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void aTypeThatCannotTravelIsRefusedByName(String name) throws Exception {
        Field field = field(Unsupported.class, name);
        String message =
                assertThrows(UnsupportedTypeException.class, () -> codec(field)).getMessage();
        assertTrue(message.startsWith("java.") || message.startsWith("io.helve."), message);
    }

    /** A newer version of a DTO. */
    public static final class Newer {
        public String name;
        public List<int[]> more = List.of(new int[] {1});
        public int count = 5;

        /** Creates it. */
        public Newer() {}
    }

    @Test
    void fieldsThatOneSideDoesNotHaveAreSkippedAndHaveTheirDefaults() throws Exception {
        TypeCodecs codecs = new TypeCodecs(List.of());
        TypeCodec newer = codecs.of(new DeclaredType(Newer.class, List.of()));
        TypeCodec older = codecs.of(new DeclaredType(Samples.Base.class, List.of()));
        Newer sent = new Newer();
        sent.name = "n";
        assertEquals("n", ((Samples.Base) read(older, write(newer, sent))).name);
        Samples.Base base = new Samples.Base();
        base.name = "b";
        Newer read = (Newer) read(newer, write(older, base));
        assertEquals("b", read.name);
        assertEquals(5, read.count);
        TypeCodec positive = codecs.of(new DeclaredType(
                Samples.Pair.class,
                List.of(
                        new DeclaredType(String.class, List.of()),
                        new DeclaredType(int[].class, List.of(new DeclaredType(int.class, List.of()))))));
        assertEquals(new Samples.Pair<>(null, null), read(positive, write(older, base)));
    }

    @Test
    void aRecordThatRefusesItsValuesIsMalformed() throws Exception {
        TypeCodec codec = codec(field(Samples.class, "positive"));
        byte[] bytes = write(codec, new Samples.Positive(1));
        bytes[bytes.length - 1] = 0;
        assertThrows(MalformedValueException.class, () -> read(codec, bytes));
    }

    @Test
    void aStructureThatIsTooDeepIsRefusedOnBothSides() throws Exception {
        TypeCodec codec = codec(field(Samples.class, "tree"));
        Samples.Node root = new Samples.Node();
        Samples.Node last = root;
        for (int i = 0; i < Cbor.DEPTH_MAX; i++) {
            Samples.Node next = new Samples.Node();
            last.children.add(next);
            last = next;
        }
        last.children.add(root); // without end
        assertThrows(IOException.class, () -> write(codec, root));
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x81); // arrays of one element
        assertThrows(IOException.class, () -> read(codec(field(Samples.class, "matrix")), deep));
        assertThrows(IOException.class, () -> read(codec(field(Newer.class, "name")), deep));
        byte[] skipped = new byte[100_000];
        Arrays.fill(skipped, (byte) 0x81);
        skipped[0] = (byte) 0xa1; // a map with a field that nobody knows
        skipped[1] = 0x61;
        skipped[2] = 'z';
        assertThrows(IOException.class, () -> read(codec, skipped));
    }

    @Test
    void aLengthThatIsALieCostsNoMemory() throws Exception {
        byte[] bytes = {0x5a, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1};
        assertThrows(IOException.class, () -> read(codec(field(Samples.class, "bytes")), bytes));
        byte[] text = {0x7a, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1};
        assertThrows(IOException.class, () -> read(codec(field(Samples.class, "text")), text));
        byte[] array = {(byte) 0x9a, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1};
        assertThrows(IOException.class, () -> read(codec(field(Samples.class, "ints")), array));
        assertThrows(IOException.class, () -> read(codec(field(Samples.class, "list")), array));
        byte[] map = {(byte) 0xba, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1};
        assertThrows(IOException.class, () -> read(codec(field(Samples.class, "tree")), map));
    }

    @Test
    void aNumberOutOfRangeIsMalformed() throws Exception {
        TypeCodec ints = codec(field(Samples.class, "number"));
        byte[] large = write(codec(field(Samples.class, "large")), 1L << 31);
        assertThrows(MalformedValueException.class, () -> read(ints, large));
        byte[] nothing = {(byte) 0xf6};
        assertThrows(MalformedValueException.class, () -> read(ints, nothing));
        byte[] following = {1, 2};
        assertThrows(MalformedValueException.class, () -> read(ints, following));
        byte[] empty = {};
        assertThrows(MalformedValueException.class, () -> read(ints, empty));
    }

    @Test
    void aMessageIsNoLongerThanItsLimit() throws Exception {
        TypeCodec codec = codec(field(Samples.class, "bytes"));
        assertEquals(
                1003, cbor.write(1003, out -> codec.write(new byte[1000], out)).size());
        assertThrows(TooLargeException.class, () -> cbor.write(1002, out -> codec.write(new byte[1000], out)));
    }

    @Test
    void aValueOfAnotherTypeThanDeclaredIsNotSent() throws Exception {
        TypeCodec codec = codec(field(Samples.class, "list"));
        assertThrows(IOException.class, () -> write(codec, List.of(1)));
        assertThrows(IOException.class, () -> write(codec(field(Samples.class, "text")), "half of a pair: \ud83d"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void malformedBytesEndWithAnExceptionOfReading(String name) throws Exception {
        fuzz(name, 100);
    }

    /**
     * Changes bytes of a value, and reads it. In the long run ({@code -Dremote.fuzz=100000}) there are five million and
     * more inputs.
     */
    private void fuzz(String name, int inputs) throws Exception {
        int count = Integer.getInteger("remote.fuzz", inputs);
        Field field = field(Samples.class, name);
        TypeCodec codec = codec(field);
        byte[] valid = write(codec, field.get(new Samples()));
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes = mutated(valid, random);
            try {
                read(codec, bytes);
            } catch (IOException e) {
                refused++;
            }
        }
        assertFalse(refused == 0, "no input was malformed");
    }

    private static byte[] mutated(byte[] valid, Random random) {
        int kind = random.nextInt(4);
        if (kind == 0) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = Arrays.copyOf(valid, Math.min(valid.length, 4096));
        if (kind == 1) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(Math.min(bytes.length, 64))] = (byte) random.nextInt();
        }
        return bytes;
    }
}
