package io.helve.impl.file;

import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The options of an open, and their meaning.
 *
 * @param options all of them
 * @param readable whether they allow reading
 * @param writable whether they allow writing
 * @param append whether each write goes to the end
 */
record OpenMode(Set<OpenOption> options, boolean readable, boolean writable, boolean append) {
    static OpenMode of(OpenOption... options) {
        Set<OpenOption> set = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(options)));
        boolean append = set.contains(StandardOpenOption.APPEND);
        boolean writable = append || set.contains(StandardOpenOption.WRITE);
        return new OpenMode(set, set.contains(StandardOpenOption.READ) || !writable, writable, append);
    }
}
