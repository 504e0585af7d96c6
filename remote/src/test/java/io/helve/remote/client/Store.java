package io.helve.remote.client;

/** An interface with types that its extensions choose. */
public interface Store<K, V> {
    V get(K key);

    void put(K key, V value);

    /** Has another type in an extension. */
    Object kind();
}
