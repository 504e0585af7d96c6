package io.helve.remote.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A value of each type that travels; the type is that of the field. */
public final class Samples {
    /** An enum whose constants have classes of their own. */
    public enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "like grass";
            }
        }
    }

    /** A record with a generic part. */
    public record Pair<A, B>(A first, B second) {}

    /** A record that refuses values. */
    public record Positive(int value) {
        /** Refuses. */
        public Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive");
            }
        }
    }

    /** A DTO with a superclass. */
    public static class Base {
        /** A field. */
        public String name;

        @Override
        public boolean equals(Object other) {
            return other instanceof Base base && toString().equals(base.toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return getClass().getSimpleName() + name;
        }
    }

    /** A DTO that contains itself. */
    public static class Node extends Base {
        /** A field. */
        public int[] numbers;
        /** A field. */
        public List<Node> children = new ArrayList<>();

        @Override
        public String toString() {
            return super.toString() + Arrays.toString(numbers) + children;
        }
    }

    public boolean yes = true;
    public byte small = -128;
    public short shorter = 32767;
    public char letter = '\uffff';
    public int number = Integer.MIN_VALUE;
    public long large = Long.MAX_VALUE;
    public float fraction = 1.1f;
    public double precise = -Math.PI;
    public double notANumber = Double.NaN;
    public Boolean boxedYes = false;
    public Byte boxedByte = 1;
    public Short boxedShort = -1;
    public Character boxedLetter = 'x';
    public Integer boxedInt = 7;
    public Long boxedLong = 1L << 40;
    public Float boxedFloat = Float.NEGATIVE_INFINITY;
    public Double boxedDouble = 1e300;
    public Integer nothing = null;
    public String text = "Grüße, \ud83d\udc4b and \u0000";
    public String longText = "x".repeat(100_000);
    public byte[] bytes = {0, -1, 127};
    public byte[] manyBytes = new byte[70_000];
    public int[] ints = {1, -2, 3};
    public boolean[] booleans = new boolean[100];
    public char[] letters = {'a', 'b'};
    public double[][] matrix = {{1, 2}, {}, {3.5}};
    public String[] texts = {"a", null, ""};
    public byte[][] chunks = {{1}, {}, null};
    public List<String> list = Arrays.asList("a", null);
    public Collection<Long> collection = List.of(1L, 2L);
    public Set<Integer> set = Set.of(3, 4);
    public SortedSet<String> sorted = new TreeSet<>(Set.of("b", "a"));
    public Map<String, Integer> map = new LinkedHashMap<>(Map.of("a", 1, "b", 2));
    public Map<Colour, List<Set<String>>> nested = Map.of(Colour.GREEN, List.of(Set.of("deep")));
    public SortedMap<Integer, String> sortedMap = new TreeMap<>(Map.of(2, "b", 1, "a"));
    public List<? extends Integer> wildcards = List.of(1, 2);
    public List<Optional<String>[]> arraysOfGenerics = new ArrayList<>();
    public Optional<String> some = Optional.of("some");
    public Optional<String> none = Optional.empty();
    public OptionalInt someInt = OptionalInt.of(3);
    public OptionalLong noLong = OptionalLong.empty();
    public OptionalDouble someDouble = OptionalDouble.of(0.5);
    public Colour colour = Colour.GREEN;
    public UUID uuid = new UUID(1, 2);
    public URI uri = URI.create("http://localhost/a?b=c");
    public BigInteger integer = BigInteger.TWO.pow(200).negate();
    public BigDecimal decimal = new BigDecimal("-123456789012345678901234567890.10");
    public Instant instant = Instant.ofEpochSecond(1, 2);
    public Duration duration = Duration.ofMillis(-1500);
    public LocalDate date = LocalDate.of(2026, 2, 28);
    public LocalDateTime dateTime = LocalDateTime.of(2026, 2, 28, 1, 2, 3, 4);
    public OffsetDateTime offset = OffsetDateTime.of(dateTime, ZoneOffset.ofHours(2));
    public ZonedDateTime zoned = ZonedDateTime.of(dateTime, ZoneId.of("Europe/Berlin"));
    public ZoneId zone = ZoneId.of("Europe/Berlin");
    public Pair<String, List<Pair<Integer, Colour>>> pair = new Pair<>("p", List.of(new Pair<>(1, Colour.RED)));
    public Positive positive = new Positive(1);
    public Node tree = tree();

    private static Node tree() {
        Node root = new Node();
        root.name = "root";
        Node leaf = new Node();
        leaf.numbers = new int[] {1, 2};
        root.children.add(leaf);
        root.children.add(null);
        return root;
    }

    /** Creates samples. */
    public Samples() {}
}
