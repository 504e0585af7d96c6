package io.helve.itest.interop;

import io.helve.itest.interop.InteropTest.Dialing;
import io.helve.sp.SpProtocol;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** What one test has shown; it goes into the table if nothing fails until its end. */
final class Results implements AfterEachCallback {
    private final Set<Table.Passed> passed = new HashSet<>();
    private final Set<Table.Shown> shown = new HashSet<>();

    /** A message of that size has gone each way that the protocols allow. */
    void message(Against peer, SpProtocol ours, String scheme, Dialing dialing, int size) {
        passed.add(new Table.Passed(peer, ours, scheme, dialing, size));
    }

    /** Something has happened as it should. */
    void shown(String group, String what, String with) {
        shown.add(new Table.Shown(group, what, with));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (test.getExecutionException().isEmpty()) {
            test.getRoot()
                    .getStore(Namespace.create(Table.class))
                    .computeIfAbsent(Table.class)
                    .add(passed, shown);
        }
    }
}
