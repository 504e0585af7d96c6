package io.helve.shell.cat;

import io.helve.aio.Aio;
import io.helve.shell.cat.CatSettings.Address;
import io.helve.sp.SpProtocol;
import io.helve.stream.TlsConfig;
import io.helve.stream.TlsConfig.AuthMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Turns the options of the command line into settings, by nngcat's rules: options take effect, and fail, in their
 * order; afterwards {@link #settings} checks which options fit together.
 */
public final class CatArguments {
    /** The kind of run that the command line asks for. */
    public enum Wish {
        RUN,
        HELP,
        VERSION
    }

    private static final int LONGEST_SECONDS = 24 * 60 * 60;

    /** The encoding that Java has decoded the arguments with. */
    private final Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final InputFiles input;

    private CatOption protocol;
    private final List<Address> addresses = new ArrayList<>();
    private final List<byte[]> topics = new ArrayList<>();
    private byte[] data;
    private MessageFormat format;
    private int count;
    private Duration delay = Duration.ZERO;
    private Duration interval;
    private Duration sendTimeout = Aio.INFINITE;
    private Duration receiveTimeout = Aio.INFINITE;
    private int receiveMax;
    private boolean async;
    private boolean compat;
    private boolean verbose;
    private boolean insecure;
    private String certificate;
    private String key;
    private String authorities;

    /** Creates a reader of one command line. */
    public CatArguments(InputFiles input) {
        this.input = input;
    }

    /** Reads the options up to their end, or to one that asks for help or the version. */
    public Wish read(List<String> arguments) throws CatException {
        NngOptionParser scanner = new NngOptionParser(arguments);
        for (CatOption option = scanner.next(); option != null; option = scanner.next()) {
            if (option == CatOption.HELP) {
                return Wish.HELP;
            }
            if (option == CatOption.VERSION) {
                return Wish.VERSION;
            }
            apply(option, scanner.value());
        }
        return Wish.RUN;
    }

    private void apply(CatOption option, String value) throws CatException {
        switch (option.group()) {
            case PROTOCOL -> protocol = once(protocol, option, "Only one protocol may be specified.");
            case ADDRESS -> addresses.add(address(option, value));
            case SENDING -> applySending(option, value);
            case RECEIVING -> applyReceiving(option, value);
            case TLS -> applyTls(option, value);
            default -> applyOther(option, value);
        }
    }

    private void applySending(CatOption option, String value) throws CatException {
        switch (option) {
            case DATA, FILE -> {
                demand(data == null, "Data (--file, --data) may be specified only once.");
                data = option == CatOption.DATA ? bytes(value) : input.read(value);
            }
            case INTERVAL -> interval = seconds(value);
            case DELAY -> delay = seconds(value);
            default -> sendTimeout = limit(value);
        }
    }

    private void applyReceiving(CatOption option, String value) throws CatException {
        switch (option) {
            case SUBSCRIBE -> topics.add(bytes(value));
            case RECV_TIMEOUT -> receiveTimeout = limit(value);
            case RECV_MAXSZ -> receiveMax = number(value, Integer.MAX_VALUE);
            default -> {
                demand(format == null, "Format may be specified only once.");
                format = format(
                        option == CatOption.FORMAT ? value : option.names().get(0));
            }
        }
    }

    private void applyTls(CatOption option, String value) throws CatException {
        switch (option) {
            case CERT -> certificate = once(certificate, pem(value), "Cert (--cert) may be specified only once.");
            case KEY -> key = once(key, pem(value), "Key (--key) may be specified only once.");
            case CACERT ->
                authorities = once(authorities, pem(value), "CA Certificate (--cacert) may be specified only once.");
            default -> insecure = true;
        }
    }

    private void applyOther(CatOption option, String value) throws CatException {
        switch (option) {
            case COUNT -> count = number(value, Integer.MAX_VALUE);
            case ASYNC -> async = true;
            case COMPAT -> compat = true;
            case VERBOSE, SILENT -> verbose = option == CatOption.VERBOSE;
            default -> {} // options that nngcat ignores, too
        }
    }

    /** {@return the settings, after a check that the options fit together} */
    CatSettings settings() throws CatException {
        demand(!addresses.isEmpty(), "No address specified.");
        if (compat) {
            demand(!async, "Options --async and --compat are incompatible.");
            demand(count == 0, "Options --count and --compat are incompatible.");
            demand(protocol != CatOption.PAIR1, "Protocol does not support --compat.");
        }
        demand(topics.isEmpty() || protocol == CatOption.SUB0, "Protocol does not support --subscribe.");
        demand(protocol != null, "No protocol specified.");
        SpProtocol spoken = spoken();
        demandFitting(spoken);
        return new CatSettings(
                spoken,
                List.copyOf(addresses),
                topics.isEmpty() ? List.of(new byte[0]) : List.copyOf(topics),
                data,
                format == null ? MessageFormat.NO : format,
                count,
                delay,
                interval,
                sendTimeout,
                receiveTimeout,
                receiveMax,
                async || compat,
                verbose,
                tls());
    }

    private SpProtocol spoken() {
        return switch (protocol) {
            case REQ0 -> SpProtocol.REQ;
            case REP0 -> SpProtocol.REP;
            case PUB0 -> SpProtocol.PUB;
            case SUB0 -> SpProtocol.SUB;
            case PUSH0 -> SpProtocol.PUSH;
            case PULL0 -> SpProtocol.PULL;
            case SURVEYOR0 -> SpProtocol.SURVEYOR;
            case RESPONDENT0 -> SpProtocol.RESPONDENT;
            case BUS0 -> SpProtocol.BUS;
            case PAIR0 -> SpProtocol.PAIR0;
            case PAIR1 -> SpProtocol.PAIR1;
            default -> compat ? SpProtocol.PAIR0 : SpProtocol.PAIR1;
        };
    }

    private void demandFitting(SpProtocol spoken) throws CatException {
        switch (spoken) {
            case SUB, PULL -> {
                demand(data == null, "Protocol does not support --file or --data.");
                demand(interval == null, "Protocol does not support --interval.");
            }
            case PUB, PUSH -> {
                demand(format == null, "Protocol does not support --format options.");
                demand(data != null, "Protocol requires either --file or --data.");
            }
            case REQ, SURVEYOR -> demand(data != null, "Protocol requires either --file or --data.");
            case REP, RESPONDENT -> demand(interval == null, "Protocol does not support --interval.");
            default -> demand(interval == null || data != null, "Option --interval requires either --file or --data.");
        }
    }

    private TlsConfig tls() {
        TlsConfig.Builder builder = TlsConfig.builder();
        if (insecure) {
            builder.authMode(AuthMode.NONE);
        }
        if (certificate != null) {
            builder.identity(certificate, key == null ? certificate : key, null);
        }
        if (authorities != null) {
            builder.trust(authorities);
        }
        return builder.build();
    }

    private String pem(String path) throws CatException {
        return new String(input.read(path), StandardCharsets.ISO_8859_1);
    }

    private static Address address(CatOption option, String value) throws CatException {
        return switch (option) {
            case DIAL -> new Address(true, value);
            case LISTEN -> new Address(false, value);
            case DIAL_IPC, LISTEN_IPC -> new Address(option == CatOption.DIAL_IPC, "ipc:///" + value);
            default -> new Address(option == CatOption.DIAL_LOCAL, "tcp://127.0.0.1:" + number(value, 65536));
        };
    }

    private static MessageFormat format(String name) throws CatException {
        for (MessageFormat format : MessageFormat.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                return format;
            }
        }
        throw new CatException("Invalid format specified.");
    }

    private byte[] bytes(String argument) throws CatException {
        // Java has replaced the bytes by this character; the original bytes are lost, and others must not be sent
        demand(argument.indexOf('\uFFFD') < 0, "Argument has bytes that are no text here; --file sends any.");
        return argument.getBytes(charset);
    }

    private static Duration seconds(String text) throws CatException {
        return Duration.ofSeconds(number(text, LONGEST_SECONDS));
    }

    private static Duration limit(String text) throws CatException {
        Duration duration = seconds(text);
        return duration.isZero() ? Aio.INFINITE : duration;
    }

    private static int number(String text, int largest) throws CatException {
        demand(!text.isEmpty(), "Empty integer argument.");
        long number = 0;
        for (char c : text.toCharArray()) {
            demand(c >= '0' && c <= '9', "Integer argument expected.");
            number = number * 10 + c - '0';
            demand(number <= largest, "Integer argument too large.");
        }
        return (int) number;
    }

    private static <T> T once(T before, T now, String otherwise) throws CatException {
        demand(before == null, otherwise);
        return now;
    }

    private static void demand(boolean condition, String otherwise) throws CatException {
        if (!condition) {
            throw new CatException(otherwise);
        }
    }
}
