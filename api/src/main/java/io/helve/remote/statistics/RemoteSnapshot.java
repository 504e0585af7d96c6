package io.helve.remote.statistics;

import io.helve.annotation.ThreadSafe;
import java.util.List;

/**
 * The exported and imported services of a framework at one moment. Counters begin when a service is exported or
 * imported, and end with it.
 *
 * @param exported the services that other frameworks can call, in no particular order; an unmodifiable list
 * @param imported the services of other frameworks that are in this framework's registry, in no particular order; an
 *     unmodifiable list
 * @param busy calls from other frameworks that were refused before it was known which service they name, because too
 *     many calls were in progress, of all callers or of one caller
 */
@ThreadSafe
public record RemoteSnapshot(List<ExportedEndpoint> exported, List<ImportedEndpoint> imported, long busy) {
    /**
     * Copies the lists.
     *
     * @param exported the exported services
     * @param imported the imported services
     * @param busy calls refused as busy
     */
    public RemoteSnapshot {
        exported = List.copyOf(exported);
        imported = List.copyOf(imported);
    }
}
