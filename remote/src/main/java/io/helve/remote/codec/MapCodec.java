package io.helve.remote.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Maps, as an array of their keys and values in turn: keys may be of any type, and null. */
final class MapCodec extends TypeCodec {
    private static final Map<Class<?>, Supplier<Map<Object, Object>>> TYPES = Map.of(
            Map.class, LinkedHashMap::new,
            HashMap.class, HashMap::new,
            LinkedHashMap.class, LinkedHashMap::new,
            SortedMap.class, TreeMap::new,
            NavigableMap.class, TreeMap::new,
            TreeMap.class, TreeMap::new);

    private final Supplier<Map<Object, Object>> create;
    private final TypeCodec key;
    private final TypeCodec value;

    MapCodec(Class<?> type, TypeCodec key, TypeCodec value) {
        create = TYPES.get(type);
        this.key = key;
        this.value = value;
    }

    static boolean isMap(Class<?> type) {
        return TYPES.containsKey(type);
    }

    @Override
    void writeValue(Object map, JsonGenerator out) throws IOException {
        List<Object> all = new ArrayList<>(); // the service may change its map meanwhile
        ((Map<?, ?>) map).forEach((k, v) -> {
            all.add(k);
            all.add(v);
        });
        out.writeStartArray(map, all.size());
        for (int i = 0; i < all.size(); i += 2) {
            key.write(all.get(i), out);
            value.write(all.get(i + 1), out);
        }
        out.writeEndArray();
    }

    @Override
    Object readValue(JsonParser in) throws IOException {
        Cbor.startArray(in);
        Map<Object, Object> read = create.get();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            Object k = key.read(in);
            Cbor.next(in);
            read.put(k, value.read(in));
        }
        return read;
    }
}
