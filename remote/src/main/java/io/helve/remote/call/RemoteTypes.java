package io.helve.remote.call;

import io.helve.remote.codec.TextScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The types that methods of services may use in a framework, beside the types that are always allowed. */
public final class RemoteTypes {
    /** The types of the JDK only. */
    public static final RemoteTypes JDK = new RemoteTypes(List.of(), List.of(), Set.of());

    private final List<TextScalar<?>> texts;
    private final List<AsyncType> asyncs;
    private final Set<Class<? extends Throwable>> exceptions;

    /**
     * Creates a set of types.
     *
     * @param texts types that travel as text
     * @param asyncs return types that promise a result
     * @param exceptions unchecked exceptions that arrive as themselves although no method declares them
     */
    public RemoteTypes(List<TextScalar<?>> texts, List<AsyncType> asyncs, Set<Class<? extends Throwable>> exceptions) {
        this.texts = List.copyOf(texts);
        this.asyncs = new ArrayList<>(JdkAsyncType.ALL);
        this.asyncs.addAll(asyncs);
        this.exceptions = Set.copyOf(exceptions);
    }

    List<TextScalar<?>> texts() {
        return texts;
    }

    Set<Class<? extends Throwable>> exceptions() {
        return exceptions;
    }

    /** {@return the promise of a result that a return type is; null if it is none} */
    AsyncType asyncOf(Class<?> returned) {
        return asyncs.stream()
                .filter(each -> each.type() == returned)
                .findFirst()
                .orElse(null);
    }
}
