package io.helve.shell.cat;

import java.util.List;

/**
 * The options of {@code helve cat}: exactly those of nngcat 1.5, with their names and letters. No option can be added,
 * because a new name would make abbreviations ambiguous that nngcat accepts.
 */
public enum CatOption {
    REQ0(Group.PROTOCOL, "ask, and print the answers", "req", "req0"),
    REP0(Group.PROTOCOL, "print requests, and answer with the data", "rep", "rep0"),
    PUB0(Group.PROTOCOL, "publish the data", "pub", "pub0"),
    SUB0(Group.PROTOCOL, "print what is published", "sub", "sub0"),
    PUSH0(Group.PROTOCOL, "give the data to one of the peers", "push", "push0"),
    PULL0(Group.PROTOCOL, "print what peers push", "pull", "pull0"),
    SURVEYOR0(Group.PROTOCOL, "ask all peers, and print their answers", "surveyor", "surveyor0"),
    RESPONDENT0(Group.PROTOCOL, "print surveys, and answer with the data", "respondent", "respondent0"),
    BUS0(Group.PROTOCOL, "talk with all peers", "bus", "bus0"),
    PAIR0(Group.PROTOCOL, "talk with one peer, version 0", "pair0"),
    PAIR1(Group.PROTOCOL, "the same, version 1", "pair1"),
    PAIR(Group.PROTOCOL, "the same as --pair1, or --pair0 with --compat", "pair"),

    DIAL(Group.ADDRESS, '\0', "URL", "connect to this", "dial", "connect"),
    LISTEN(Group.ADDRESS, '\0', "URL", "wait here for peers", "listen", "bind"),
    DIAL_LOCAL(Group.ADDRESS, 'l', "PORT", "--dial tcp://127.0.0.1:PORT", "connect-local"),
    LISTEN_LOCAL(Group.ADDRESS, 'L', "PORT", "--listen tcp://127.0.0.1:PORT", "bind-local"),
    DIAL_IPC(Group.ADDRESS, 'x', "PATH", "--dial ipc:///PATH", "connect-ipc"),
    LISTEN_IPC(Group.ADDRESS, 'X', "PATH", "--listen ipc:///PATH", "bind-ipc"),

    DATA(Group.SENDING, 'D', "TEXT", "send this", "data"),
    FILE(Group.SENDING, 'F', "FILE", "send what is in this file, or in standard input for -", "file"),
    INTERVAL(Group.SENDING, 'i', "SECONDS", "send again and again, with so much time between", "interval"),
    DELAY(Group.SENDING, 'd', "SECONDS", "wait before the first message is sent", "delay"),
    SEND_TIMEOUT(Group.SENDING, '\0', "SECONDS", "give up when one takes longer", "send-timeout"),

    FORMAT(
            Group.RECEIVING,
            '\0',
            "FORMAT",
            "how messages are printed: no (default), raw, ascii, quoted, hex, msgpack",
            "format"),
    RAW(Group.RECEIVING, "byte by byte", "raw"),
    ASCII(Group.RECEIVING, 'A', null, "with a dot for what is not printable ASCII", "ascii"),
    QUOTED(Group.RECEIVING, 'Q', null, "one on a line, as strings in C are written", "quoted"),
    HEX(Group.RECEIVING, "the same, each byte in hexadecimal", "hex"),
    MSGPACK(Group.RECEIVING, "as MessagePack's bin", "msgpack"),
    SUBSCRIBE(
            Group.RECEIVING,
            '\0',
            "TOPIC",
            "what messages must begin with; may be repeated (default: all; with --sub only)",
            "subscribe"),
    RECV_TIMEOUT(Group.RECEIVING, '\0', "SECONDS", "end when nothing comes for this time", "recv-timeout"),
    RECV_MAXSZ(
            Group.RECEIVING,
            'Z',
            "BYTES",
            "the longest message; one that is longer ends its connection (default: 0, no limit)",
            "recv-maxsz"),

    CERT(Group.TLS, 'E', "FILE", "our own certificate, PEM", "cert"),
    KEY(Group.TLS, '\0', "FILE", "its key, PEM (default: in the file of --cert)", "key"),
    CACERT(Group.TLS, '\0', "FILE", "whom to trust, PEM (default: whom the JDK trusts)", "cacert"),
    INSECURE(Group.TLS, 'k', null, "talk to any peer, whoever it is", "insecure"),

    COUNT(Group.OTHER, 'C', "N", "end after so many messages or exchanges (default: 0, no limit)", "count"),
    ASYNC(Group.OTHER, "connect in the background, and try again when that fails", "async"),
    COMPAT(Group.OTHER, "be like nanocat: --async, and --pair is --pair0", "compat"),
    VERBOSE(Group.OTHER, 'v', null, "tell of addresses in use", "verbose"),
    SILENT(Group.OTHER, 'q', null, "do not (default)", "silent"),
    VERSION(Group.OTHER, 'V', null, "show the version", "version"),
    HELP(Group.OTHER, 'h', null, "show this help", "help"),

    /** nngcat accepts this option and ignores it. */
    SOCKET_NAME(Group.IGNORED, '\0', "NAME", "", "socket-name"),
    /** An option of nngcat's ZeroTier transport, which Helve does not have. */
    ZT_HOME(Group.IGNORED, '\0', "PATH", "", "zt-home");

    /** The section of the help that shows an option. */
    public enum Group {
        PROTOCOL("Protocols:"),
        ADDRESS("Addresses:"),
        SENDING("What is sent:"),
        RECEIVING("What is received:"),
        TLS("For tls+tcp and wss:"),
        OTHER("Others:"),
        IGNORED("");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        /** {@return the heading of the section} */
        public String heading() {
            return heading;
        }
    }

    private final Group group;
    private final char letter;
    private final String parameter;
    private final String description;
    private final List<String> names;

    CatOption(Group group, String description, String... names) {
        this(group, '\0', null, description, names);
    }

    CatOption(Group group, char letter, String parameter, String description, String... names) {
        this.group = group;
        this.letter = letter;
        this.parameter = parameter;
        this.description = description;
        this.names = List.of(names);
    }

    /** {@return the section of the help} */
    public Group group() {
        return group;
    }

    /** {@return the short form, or a NUL if there is none} */
    public char letter() {
        return letter;
    }

    /** {@return the name of the value in the help, or null if the option has no value} */
    public String parameter() {
        return parameter;
    }

    /** {@return the description in the help} */
    public String description() {
        return description;
    }

    /** {@return the long forms without their dashes} */
    public List<String> names() {
        return names;
    }
}
