package io.helve.sp.impl.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map behaves like {@link HashMap}. */
class IntMapTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void behavesLikeAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        IntMap<Integer> subject = new IntMap<>();
        Map<Integer, Integer> model = new HashMap<>();
        for (int step = 0; step < 20000; step++) {
            int key = 1 + random.nextInt(300) * 16;
            if (random.nextInt(3) != 0 ^ step % 4000 > 2000) {
                subject.put(key, step);
                model.put(key, step);
            } else {
                subject.remove(key);
                model.remove(key);
            }
            assertEquals(model.size(), subject.size());
            assertEquals(model.get(key), subject.get(key));
        }
        model.forEach((key, value) -> assertEquals(value, subject.get(key)));
        assertEquals(new HashSet<>(model.values()), new HashSet<>(subject.values()));
    }
}
