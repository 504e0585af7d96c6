package io.helve.shell.cat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.shell.cat.CatArguments.Wish;
import io.helve.shell.cat.CatSettings.Address;
import io.helve.sp.SpProtocol;
import io.helve.stream.TlsConfig.AuthMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a command line. Which ones are refused, and how, is for {@link NngcatRulesTest}. */
class CatArgumentsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "--req, REQ",
        "--req0, REQ",
        "--rep, REP",
        "--rep0, REP",
        "--pub, PUB",
        "--pub0, PUB",
        "--sub, SUB",
        "--sub0, SUB",
        "--push, PUSH",
        "--push0, PUSH",
        "--pull, PULL",
        "--pull0, PULL",
        "--surveyor, SURVEYOR",
        "--surv, SURVEYOR",
        "--surveyor0, SURVEYOR",
        "--respondent, RESPONDENT",
        "--respondent0, RESPONDENT",
        "--bus, BUS",
        "--bus0, BUS",
        "--pair0, PAIR0",
        "--pair1, PAIR1"
    })
    void everyProtocolHasItsName(String option, SpProtocol protocol) throws Exception {
        boolean silent = protocol == SpProtocol.SUB || protocol == SpProtocol.PULL;
        assertEquals(protocol, (silent ? settings(option + " -l1") : settings(option + " -l1 -Dx")).protocol());
    }

    /** As nngcat's manual has it; version 1.5.2 itself stumbles over the option. */
    @Test
    void pairIsVersionOneUnlessCompatible() throws Exception {
        assertEquals(SpProtocol.PAIR1, settings("--pair -l1").protocol());
        assertEquals(SpProtocol.PAIR0, settings("--compat --pair -l1").protocol());
    }

    @Test
    void addressesKeepTheirOrder() throws Exception {
        CatSettings settings =
                settings("--pull --dial tcp://a:1 --listen=ws://b:2 --connect tcp://c:3 --bind:inproc://d"
                        + " -l 5 -L6 --connect-local=7 --bind-local 8 -x s -X/t/u --connect-ipc v --bind-ipc=w");

        assertEquals(
                List.of(
                        new Address(true, "tcp://a:1"),
                        new Address(false, "ws://b:2"),
                        new Address(true, "tcp://c:3"),
                        new Address(false, "inproc://d"),
                        new Address(true, "tcp://127.0.0.1:5"),
                        new Address(false, "tcp://127.0.0.1:6"),
                        new Address(true, "tcp://127.0.0.1:7"),
                        new Address(false, "tcp://127.0.0.1:8"),
                        new Address(true, "ipc:///s"),
                        new Address(false, "ipc:////t/u"),
                        new Address(true, "ipc:///v"),
                        new Address(false, "ipc:///w")),
                settings.addresses());
    }

    @ParameterizedTest
    @CsvSource({
        "--raw, RAW",
        "--ascii, ASCII",
        "-A, ASCII",
        "--quoted, QUOTED",
        "-Q, QUOTED",
        "--hex, HEX",
        "--msgpack, MSGPACK",
        "--format=no, NO",
        "--format=raw, RAW",
        "--format=ascii, ASCII",
        "--format=quoted, QUOTED",
        "--format=hex, HEX",
        "--format=msgpack, MSGPACK"
    })
    void everyFormatHasItsName(String option, MessageFormat format) throws Exception {
        assertEquals(format, settings("--pull -l1 " + option).format());
    }

    @Test
    void whatIsNotGivenHasItsDefault() throws Exception {
        CatSettings settings = settings("--pair0 -l1");

        assertNull(settings.data());
        assertEquals(MessageFormat.NO, settings.format());
        assertEquals(0, settings.count());
        assertEquals(Duration.ZERO, settings.delay());
        assertNull(settings.interval());
        assertEquals(Aio.INFINITE, settings.sendTimeout());
        assertEquals(Aio.INFINITE, settings.receiveTimeout());
        assertEquals(0, settings.receiveMax());
        assertEquals(false, settings.background());
        assertEquals(false, settings.verbose());
        assertEquals(AuthMode.DEFAULT, settings.tls().authMode());
        assertTrue(settings.tls().identity().isEmpty());
        assertTrue(settings.tls().trust().isEmpty());
    }

    @Test
    void whatIsGivenIsThere() throws Exception {
        CatSettings settings =
                settings("--pair0 -l1 -D data -C 3 -d4 -i 5 --send-timeout=6 --recv-timeout 7 -Z8 --async -v");

        assertArrayEquals("data".getBytes(UTF_8), settings.data());
        assertEquals(3, settings.count());
        assertEquals(Duration.ofSeconds(4), settings.delay());
        assertEquals(Duration.ofSeconds(5), settings.interval());
        assertEquals(Duration.ofSeconds(6), settings.sendTimeout());
        assertEquals(Duration.ofSeconds(7), settings.receiveTimeout());
        assertEquals(8, settings.receiveMax());
        assertTrue(settings.background());
        assertTrue(settings.verbose());
    }

    @Test
    void theLastOfVerboseAndSilentCounts() throws Exception {
        assertTrue(settings("--pull -l1 -q -v").verbose());
        assertEquals(false, settings("--pull -l1 --verbose --silent").verbose());
    }

    @Test
    void compatibleIsInTheBackground() throws Exception {
        assertTrue(settings("--pull -l1 --compat").background());
    }

    @Test
    void noTopicIsEveryTopic() throws Exception {
        assertEquals(1, settings("--sub -l1").topics().size());
        assertArrayEquals(new byte[0], settings("--sub -l1").topics().get(0));
    }

    @Test
    void topicsAddUp() throws Exception {
        List<byte[]> topics = settings("--sub -l1 --subscribe a --subs=b").topics();

        assertEquals(2, topics.size());
        assertArrayEquals("a".getBytes(UTF_8), topics.get(0));
        assertArrayEquals("b".getBytes(UTF_8), topics.get(1));
    }

    @Test
    void dataComesFromAFileOrFromStandardInput() throws Exception {
        byte[] bytes = {0, 1, (byte) 0xff, '\n'};
        Files.write(directory.resolve("file"), bytes);

        assertArrayEquals(bytes, settings("--push -l1 --file file").data());
        assertArrayEquals(
                "from standard input".getBytes(UTF_8),
                settings("--push -l1 -F -").data());
    }

    @Test
    void bytesThatJavaHasLostAreNotReplacedByOthers() throws Exception {
        for (String option : List.of("--data", "--subscribe")) {
            CatException failure = assertThrows(CatException.class, () -> read("--sub -l1 " + option + " a\uFFFD"));
            assertEquals("Argument has bytes that are no text here; --file sends any.", failure.getMessage());
        }
        assertArrayEquals(
                "\u00e4\u20ac".getBytes(UTF_8),
                settings("--push -l1 --data \u00e4\u20ac").data());
    }

    @Test
    void certificatesAreReadAtOnce() throws Exception {
        pem("own");
        pem("key");
        pem("ca");
        CatSettings settings = settings("--pull -l1 --cert own --key key --cacert ca --insecure");

        assertEquals("own", settings.tls().identity().orElseThrow().chain());
        assertEquals("key", settings.tls().identity().orElseThrow().key());
        assertEquals("ca", settings.tls().trust().orElseThrow().ca());
        assertEquals(AuthMode.NONE, settings.tls().authMode());
    }

    @Test
    void theKeyMayBeInTheFileOfTheCertificate() throws Exception {
        pem("both");
        assertEquals(
                "both",
                settings("--pull -l1 -E both").tls().identity().orElseThrow().key());
    }

    @Test
    void helpAndVersionEndItAtTheirPlace() throws Exception {
        assertEquals(Wish.HELP, read("--req --help --nonsense"));
        assertEquals(Wish.HELP, read("-h"));
        assertEquals(Wish.VERSION, read("--version --help"));
        assertEquals(Wish.VERSION, read("-V"));
        assertThrows(CatException.class, () -> read("--nonsense --help"));
    }

    @Test
    void argumentsBehindTheOptionsAreIgnored() throws Exception {
        assertEquals(
                SpProtocol.PULL, settings("--pull -l1 stray --req --nonsense").protocol());
    }

    private void pem(String name) throws IOException {
        Files.writeString(directory.resolve(name), name);
    }

    private Wish read(String line) throws CatException {
        return arguments().read(List.of(line.split(" ")));
    }

    private CatSettings settings(String line) throws CatException {
        CatArguments arguments = arguments();
        assertEquals(Wish.RUN, arguments.read(List.of(line.split(" "))));
        return arguments.settings();
    }

    private CatArguments arguments() {
        return new CatArguments(
                new InputFiles(new ByteArrayInputStream("from standard input".getBytes(UTF_8)), directory));
    }
}
