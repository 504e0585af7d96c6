package io.helve.sp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;

/** A Scalability Protocol, one side of it: a socket speaks one protocol, and its peers speak {@link #peer()}. */
public enum SpProtocol {
    /** One to one, both ways; version 0. */
    PAIR0(0x10, "pair"),
    /** One to one, both ways; version 1, which counts hops. */
    PAIR1(0x11, "pair1"),
    /** Publishes to all subscribers. */
    PUB(0x20, "pub"),
    /** Receives published messages that begin with a subscribed topic. */
    SUB(0x21, "sub"),
    /** Sends each request to one of its peers, and again if no answer comes. */
    REQ(0x30, "req"),
    /** Answers requests. */
    REP(0x31, "rep"),
    /** Sends each message to one peer, among the peers that can take a message. */
    PUSH(0x50, "push"),
    /** Receives messages from all its peers in turn. */
    PULL(0x51, "pull"),
    /** Sends each survey to all its peers, and collects answers for some time. */
    SURVEYOR(0x62, "surveyor"),
    /** Answers surveys. */
    RESPONDENT(0x63, "respondent"),
    /** Every message goes to all peers that are connected directly. */
    BUS(0x70, "bus");

    private final int number;
    private final String protocolName;

    SpProtocol(int number, String protocolName) {
        this.number = number;
        this.protocolName = protocolName;
    }

    /**
     * Returns the number of the protocol on the wire.
     *
     * @return the number, 16 bits
     */
    public int number() {
        return number;
    }

    /**
     * Returns nng's name of the protocol, such as {@code pair1}. The names of WebSocket subprotocols contain this name.
     *
     * @return the name
     */
    public String protocolName() {
        return protocolName;
    }

    /**
     * Returns the protocol that the other side must speak.
     *
     * @return the protocol
     */
    public SpProtocol peer() {
        return switch (this) {
            case PUB -> SUB;
            case SUB -> PUB;
            case REQ -> REP;
            case REP -> REQ;
            case PUSH -> PULL;
            case PULL -> PUSH;
            case SURVEYOR -> RESPONDENT;
            case RESPONDENT -> SURVEYOR;
            default -> this;
        };
    }

    /**
     * Returns the protocol with a number.
     *
     * @param number the number
     * @return the protocol
     * @throws AioException {@code ENOTSUP} if no protocol has the number
     */
    public static SpProtocol of(int number) {
        for (SpProtocol protocol : values()) {
            if (protocol.number == number) {
                return protocol;
            }
        }
        throw new AioException(AioError.ENOTSUP, "no protocol has the number 0x" + Integer.toHexString(number));
    }
}
