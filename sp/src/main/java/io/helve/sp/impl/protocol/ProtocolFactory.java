package io.helve.sp.impl.protocol;

import io.helve.sp.SpProtocol;
import io.helve.sp.impl.spi.Protocol;

/** Makes the implementation of each protocol. */
public final class ProtocolFactory {
    private ProtocolFactory() {}

    /**
     * Makes the rules for a new socket.
     *
     * @param protocol the protocol
     * @param raw whether the socket is raw
     * @return new rules
     */
    public static Protocol create(SpProtocol protocol, boolean raw) {
        return switch (protocol) {
            case PAIR0 -> new Pair0();
            case PAIR1 -> raw ? new RawPair1() : new Pair1();
            case PUB -> new Pub();
            case SUB -> raw ? new Pull() : new Sub();
            case PUSH -> new Push();
            case PULL -> new Pull();
            case REQ -> raw ? new RawReq() : new Req();
            case REP, RESPONDENT -> raw ? new RawResponder() : new Responder();
            case SURVEYOR -> raw ? new RawSurveyor() : new Surveyor();
            case BUS -> raw ? new RawBus() : new Bus();
        };
    }
}
