package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Collections, as arrays. A class of the JDK takes the place of the one that was sent. */
final class CollectionCodec extends TypeCodec {
    private static final Map<Class<?>, Supplier<Collection<Object>>> TYPES = Map.ofEntries(
            Map.entry(Iterable.class, ArrayList::new),
            Map.entry(Collection.class, ArrayList::new),
            Map.entry(List.class, ArrayList::new),
            Map.entry(ArrayList.class, ArrayList::new),
            Map.entry(LinkedList.class, LinkedList::new),
            Map.entry(Set.class, LinkedHashSet::new),
            Map.entry(HashSet.class, HashSet::new),
            Map.entry(LinkedHashSet.class, LinkedHashSet::new),
            Map.entry(SortedSet.class, TreeSet::new),
            Map.entry(NavigableSet.class, TreeSet::new),
            Map.entry(TreeSet.class, TreeSet::new),
            Map.entry(Queue.class, ArrayDeque::new),
            Map.entry(Deque.class, ArrayDeque::new),
            Map.entry(ArrayDeque.class, ArrayDeque::new));

    private final Supplier<Collection<Object>> create;
    private final TypeCodec element;

    CollectionCodec(Class<?> type, TypeCodec element) {
        create = TYPES.get(type);
        this.element = element;
    }

    static boolean isCollection(Class<?> type) {
        return TYPES.containsKey(type);
    }

    @Override
    void writeValue(Object value, JsonGenerator out) throws IOException {
        Object[] elements = elements((Iterable<?>) value); // the service may change its collection meanwhile
        out.writeStartArray(value, elements.length);
        for (Object each : elements) {
            element.write(each, out);
        }
        out.writeEndArray();
    }

    private static Object[] elements(Iterable<?> value) {
        if (value instanceof Collection<?> collection) {
            return collection.toArray();
        }
        List<Object> all = new ArrayList<>();
        value.forEach(all::add);
        return all.toArray();
    }

    @Override
    Object readValue(JsonParser in) throws IOException {
        Cbor.startArray(in);
        Collection<Object> read = create.get();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            read.add(element.read(in));
        }
        return read;
    }
}
