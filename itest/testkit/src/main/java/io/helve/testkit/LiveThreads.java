package io.helve.testkit;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The living threads of this process, as far as tests ask for them. */
public final class LiveThreads {
    private LiveThreads() {}

    /**
     * Returns the living threads whose names begin with a prefix.
     *
     * @param prefix the prefix, such as {@code helve-}
     * @return the threads
     */
    public static Set<Thread> of(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
                .collect(Collectors.toSet());
    }

    /**
     * Returns the names of the living threads whose names begin with a prefix.
     *
     * @param prefix the prefix, such as {@code helve-}
     * @return the names, sorted
     */
    public static List<String> names(String prefix) {
        return of(prefix).stream().map(Thread::getName).sorted().toList();
    }
}
