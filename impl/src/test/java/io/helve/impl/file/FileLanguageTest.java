package io.helve.impl.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of files are the same in every language of the system. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileLanguageTest {
    private static final String EXPECTED = String.join(
            "\n",
            "full device ENOSPC",
            "folder EBADTYPE",
            "no folder ENOENT",
            "missing ENOENT",
            "long name EINVAL",
            "broken pipe ECONNSHUT",
            "too many ENOFILES",
            "");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"de_DE", "tr_TR"})
    void errorsAreTheSameInALanguageIntoWhichTheSystemTranslates(String locale) throws Exception {
        Optional<ChildJvm> child = new ChildJvm(dir).inLanguage(locale);
        assumeTrue(child.isPresent(), "no translations of " + locale + " here");
        assertEquals(EXPECTED, child.get().after("ulimit -n 100").run(FileFailures.class, dir.toString()));
    }

    @Test
    void errorsAreTheSameInTheCLocale() throws Exception {
        ChildJvm child = new ChildJvm(dir).env("LC_ALL", "C").after("ulimit -n 100");
        assertEquals(EXPECTED, child.run(FileFailures.class, dir.toString()));
    }
}
