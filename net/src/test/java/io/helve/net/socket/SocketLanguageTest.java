package io.helve.net.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of sockets are the same in every language of the system, with each transport. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketLanguageTest {
    private static final String EXPECTED = String.join(
            "\n",
            "second listener EADDRINUSE",
            "address of nobody EADDRINVAL",
            "nobody listens ECONNREFUSED",
            "no socket file ECONNREFUSED",
            "");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({"de_DE, nio", "de_DE, epoll", "tr_TR, nio", "C, nio", "C, epoll"})
    void errorsAreTheSame(String locale, String transport) throws Exception {
        ChildJvm child = new ChildJvm(dir);
        if (locale.equals("C")) {
            child.env("LC_ALL", "C");
        } else {
            Optional<ChildJvm> translated = child.inLanguage(locale);
            assumeTrue(translated.isPresent(), "no translations of " + locale + " here");
        }
        assertEquals(EXPECTED, child.run(SocketFailures.class, transport, dir.toString()));
    }
}
