package io.helve.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helve.app.Helve.ProgramResult;
import io.helve.testkit.FreePorts;
import io.helve.testkit.Installed;
import io.helve.testkit.tls.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts for nngcat, run with it and with {@code helve cat} in its place: both print the same and end with the same
 * exit code. Where nngcat is missing this is skipped and says so; with {@code -Dpeers.required=true} it fails.
 */
@Timeout(300)
class CatIT {
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    Path temp;

    private Helve helve;
    private Process running;

    @BeforeEach
    void open() throws Exception {
        Installed.programs("nngcat");
        helve = new Helve(Files.createDirectory(temp.resolve("work")));
    }

    @AfterEach
    void close() throws IOException {
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
        helve.close();
        assertEquals(List.of(), CopyIT.list(helve.temporary()));
    }

    @Test
    void answersRequests() throws Exception {
        assertSame("""
                $CAT --rep --listen $URL --data pong --quoted --count 2 &
                until nngcat --req --dial $URL --data ping --quoted; do sleep 0.1; done 2> /dev/null
                nngcat --req0 --connect $URL -D 'bell\u0007"' --ascii
                wait $!; echo "=> $?"
                """);
    }

    @Test
    void asksAndFails() throws Exception {
        assertSame("""
                nngcat --rep --listen $URL --data pong --hex --count 2 &
                $CAT --req --async --dial=$URL --data ping --quoted; echo "=> $?"
                $CAT --req0 --async -D 'again and again' --bind ipc://$PWD/unused -A --connect:$URL --count 1 --interval 3
                echo "=> $?"; wait
                $CAT --pull --dial $URL; echo "=> $?"
                """);
    }

    @Test
    void passesBytesOnInBothDirections() throws Exception {
        assertSame("""
                printf '\\001\\377"\\\\\\t\\r\\n' > data
                nngcat --pull -X $PWD/s --hex --count 1 &
                $CAT --push --compat -x $PWD/s --file - < data; echo "=> $?"
                wait
                $CAT --pull -L $PORT --msgpack --count 2 --verbose &
                until nngcat --push -l $PORT --file data --count 2; do sleep 0.1; done 2> /dev/null
                wait $!; echo "=> $?"
                """);
    }

    @Test
    void subscribesAndSurveys() throws Exception {
        assertSame("""
                nngcat --pub --listen $URL --data 'news' --interval 1 &
                PUB=$!
                $CAT --sub --async --dial $URL --subscribe new --subscribe x --count 2 -Q; echo "=> $?"
                nngcat --respondent -X $PWD/s --data me --quoted --count 1 &
                until $CAT --surveyor -x $PWD/s --data who --raw; do sleep 0.1; done 2> /dev/null; echo "=> 0"
                wait $!; kill $PUB
                """);
    }

    @Test
    void talksThroughTls() throws Exception {
        PemFiles certificate = PemFiles.ofLocalhost(temp);
        assertSame("""
                $CAT --rep --listen tls+tcp://127.0.0.1:$PORT --cert %1$s --key %2$s --data pong -Q -C1 &
                until nngcat --req --dial tls+tcp://localhost:$PORT --cacert %1$s --data ping -Q; do sleep 0.1; done 2> /dev/null
                wait $!; echo "=> $?"
                nngcat --rep --listen tls+tcp://127.0.0.1:$PORT --cert %1$s --key %2$s --data pong -Q -C1 &
                $CAT --req --async --dial tls+tcp://localhost:$PORT --cacert %1$s --data ping -Q; echo "=> $?"
                wait
                """.formatted(certificate.certificate(), certificate.key()));
    }

    @Test
    void nobodyReadingIsTheEnd() throws Exception {
        assertSame("""
                { $CAT --pull --listen $URL --raw; echo "=> $?" >&2; } | head -c 1 &
                until nngcat --push --dial $URL --data a; do sleep 0.1; done 2> /dev/null
                while nngcat --push --dial $URL --data a; do sleep 0.1; done 2> /dev/null
                wait
                """);
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        assumeTrue(!InterruptIT.isIgnored(InterruptIT.SIGINT), "this process was started in a way that ignores SIGINT");
        int port = FreePorts.next();
        Process cat = helve.start(helve.builder("cat", "--pull", "--listen", "tcp://127.0.0.1:" + port, "-v"));
        helve.awaitListening(cat);
        Helve.signal("INT", cat);

        assertEquals(new ProgramResult(130, "Listening at: tcp://127.0.0.1:" + port + "\n", ""), helve.end(cat));
    }

    private void assertSame(String script) throws Exception {
        String theirs = run(script, "nngcat");
        assertFalse(theirs.isBlank());
        assertEquals(theirs, run(script, String.join(" ", helve.builder("cat").command())));
    }

    /**
     * Runs the script in a directory of its own, and returns all that it prints: what the lines do is in their order.
     */
    private String run(String script, String cat) throws Exception {
        int port = FreePorts.next();
        Path directory = Files.createTempDirectory(temp, "run");
        Path printed = directory.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().put("CAT", cat);
        builder.environment().put("PORT", "" + port);
        builder.environment().put("URL", "tcp://127.0.0.1:" + port);
        builder.environment().put("LC_ALL", "C.UTF-8");
        running = builder.start();
        running.getOutputStream().close();
        assertTrue(running.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "it does not end: " + read(printed));
        return read(printed).replace(directory.toString(), "DIRECTORY").replace(":" + port, ":PORT");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
