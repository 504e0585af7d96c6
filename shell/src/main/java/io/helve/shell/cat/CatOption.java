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

    DIAL(Group.ADDRESS, '\0', "URL", "connect to this URL", "dial", "connect"),
    LISTEN(Group.ADDRESS, '\0', "URL", "listen at this URL", "listen", "bind"),
    DIAL_LOCAL(Group.ADDRESS, 'l', "PORT", "--dial tcp://127.0.0.1:PORT", "connect-local"),
    LISTEN_LOCAL(Group.ADDRESS, 'L', "PORT", "--listen tcp://127.0.0.1:PORT", "bind-local"),
    DIAL_IPC(Group.ADDRESS, 'x', "PATH", "--dial ipc:///PATH", "connect-ipc"),
    LISTEN_IPC(Group.ADDRESS, 'X', "PATH", "--listen ipc:///PATH", "bind-ipc"),

    DATA(Group.SENDING, 'D', "TEXT", "send this text", "data"),
    FILE(Group.SENDING, 'F', "FILE", "send the content of this file, or standard input for -", "file"),
    INTERVAL(Group.SENDING, 'i', "SECONDS", "send repeatedly, with this time in between", "interval"),
    DELAY(Group.SENDING, 'd', "SECONDS", "wait this long before the first message is sent", "delay"),
    SEND_TIMEOUT(Group.SENDING, '\0', "SECONDS", "give up when sending a message takes longer", "send-timeout"),

    FORMAT(
            Group.RECEIVING,
            '\0',
            "FORMAT",
            "how messages are printed: no (default), raw, ascii, quoted, hex, msgpack",
            "format"),
    RAW(Group.RECEIVING, "as it is, byte by byte", "raw"),
    ASCII(Group.RECEIVING, 'A', null, "with a dot for each byte that is not printable ASCII", "ascii"),
    QUOTED(Group.RECEIVING, 'Q', null, "each message on a line, written as a string in C", "quoted"),
    HEX(Group.RECEIVING, "like --quoted, with each byte in hexadecimal", "hex"),
    MSGPACK(Group.RECEIVING, "as a MessagePack value of type bin", "msgpack"),
    SUBSCRIBE(
            Group.RECEIVING,
            '\0',
            "TOPIC",
            "receive messages that begin with this; may be repeated (default: all messages; with --sub only)",
            "subscribe"),
    RECV_TIMEOUT(Group.RECEIVING, '\0', "SECONDS", "end when no message arrives for this time", "recv-timeout"),
    RECV_MAXSZ(
            Group.RECEIVING,
            'Z',
            "BYTES",
            "the longest message; a longer message ends its connection (default: 0, no limit)",
            "recv-maxsz"),

    CERT(Group.TLS, 'E', "FILE", "the certificate of this side, PEM", "cert"),
    KEY(Group.TLS, '\0', "FILE", "the private key, PEM (default: in the file of --cert)", "key"),
    CACERT(Group.TLS, '\0', "FILE", "certificates of trusted authorities, PEM (default: those of the JDK)", "cacert"),
    INSECURE(Group.TLS, 'k', null, "do not verify the certificate of the peer", "insecure"),

    COUNT(Group.OTHER, 'C', "N", "end after this number of messages or exchanges (default: 0, no limit)", "count"),
    ASYNC(Group.OTHER, "connect in the background, and retry after failures", "async"),
    COMPAT(Group.OTHER, "behave like nanocat: implies --async, and --pair means --pair0", "compat"),
    VERBOSE(Group.OTHER, 'v', null, "print the addresses in use", "verbose"),
    SILENT(Group.OTHER, 'q', null, "do not print addresses (default)", "silent"),
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
