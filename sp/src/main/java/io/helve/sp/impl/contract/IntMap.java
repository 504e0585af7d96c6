package io.helve.sp.impl.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * A map from numbers that are not zero to objects, which allocates nothing for an entry. Open addressing, linear
 * probing.
 *
 * @param <V> the objects
 */
public final class IntMap<V> {
    private int[] keys = new int[16];
    private Object[] values = new Object[16];
    private int size;

    /** Creates an empty map. */
    public IntMap() {}

    /** {@return the number of entries} */
    public int size() {
        return size;
    }

    /**
     * Looks an object up.
     *
     * @param key its number
     * @return the object, or null
     */
    @SuppressWarnings("unchecked")
    public V get(int key) {
        int at = find(key);
        return keys[at] == key ? (V) values[at] : null;
    }

    /**
     * Adds an object, or replaces one.
     *
     * @param key its number
     * @param value the object
     */
    public void put(int key, V value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int at = find(key);
        if (keys[at] != key) {
            keys[at] = key;
            size++;
        }
        values[at] = value;
    }

    /**
     * Removes an object.
     *
     * @param key its number
     */
    public void remove(int key) {
        int at = find(key);
        if (keys[at] != key) {
            return;
        }
        size--;
        int mask = keys.length - 1;
        int hole = at;
        for (int next = at + 1 & mask; keys[next] != 0; next = next + 1 & mask) {
            int home = home(keys[next]);
            boolean reaches = (next - home & mask) >= (next - hole & mask);
            if (reaches) { // the entry may move into the hole, which is not before the entry's home slot
                keys[hole] = keys[next];
                values[hole] = values[next];
                hole = next;
            }
        }
        keys[hole] = 0;
        values[hole] = null;
    }

    /** {@return a copy of the objects} */
    @SuppressWarnings("unchecked")
    public List<V> values() {
        List<V> all = new ArrayList<>(size);
        for (Object value : values) {
            if (value != null) {
                all.add((V) value);
            }
        }
        return all;
    }

    /** {@return the slot of a key, or the empty slot in which the key would be stored} */
    private int find(int key) {
        int mask = keys.length - 1;
        int at = home(key);
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private int home(int key) {
        int mixed = key * 0x9e3779b9;
        return (mixed ^ mixed >>> 16) & keys.length - 1;
    }

    @SuppressWarnings("unchecked")
    private void grow() {
        int[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new Object[keys.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                put(oldKeys[i], (V) oldValues[i]);
            }
        }
    }
}
