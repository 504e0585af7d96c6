package io.helve.sp.impl.protocol;

import io.helve.sp.SpProtocol;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.SocketMode;

/** Makes the implementation of each protocol. */
public final class ProtocolFactory {
    private ProtocolFactory() {}

    /**
     * Makes the protocol of a new socket.
     *
     * @param protocol the protocol
     * @param mode how much the protocol does for the user of the socket; polyamorous is for pair1 only
     * @return the new protocol
     */
    public static Protocol create(SpProtocol protocol, SocketMode mode) {
        return switch (mode) {
            case COOKED -> cooked(protocol);
            case RAW -> raw(protocol);
            case POLYAMOROUS -> new PolyPair1();
        };
    }

    private static Protocol cooked(SpProtocol protocol) {
        return switch (protocol) {
            case PAIR0 -> new Pair0();
            case PAIR1 -> new Pair1();
            case PUB -> new Pub();
            case SUB -> new Sub();
            case PUSH -> new Push();
            case PULL -> new Pull();
            case REQ -> new Req();
            case REP, RESPONDENT -> new Responder();
            case SURVEYOR -> new Surveyor();
            case BUS -> new Bus();
        };
    }

    private static Protocol raw(SpProtocol protocol) {
        return switch (protocol) {
            case PAIR0 -> new Pair0();
            case PAIR1 -> new RawPair1();
            case PUB -> new Pub();
            case SUB, PULL -> new Pull();
            case PUSH -> new Push();
            case REQ -> new RawReq();
            case REP, RESPONDENT -> new RawResponder();
            case SURVEYOR -> new RawSurveyor();
            case BUS -> new RawBus();
        };
    }
}
