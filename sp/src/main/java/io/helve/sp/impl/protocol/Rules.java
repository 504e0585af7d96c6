package io.helve.sp.impl.protocol;

import io.helve.sp.SpProtocol;
import io.helve.sp.impl.core.Protocol;

/** Which class has the rules of which protocol. */
public final class Rules {
    private Rules() {}

    /**
     * Makes the rules for a new socket.
     *
     * @param protocol the protocol
     * @param raw whether the socket is raw
     * @return new rules
     */
    public static Protocol create(SpProtocol protocol, boolean raw) {
        return switch (protocol) {
            case PAIR0 -> Pair.version0();
            case PAIR1 -> Pair.version1(raw);
            case PUB -> new Pub();
            case SUB -> raw ? Boxes.pull() : new Sub();
            case PUSH -> Boxes.push();
            case PULL -> Boxes.pull();
            case REQ -> raw ? Boxes.rawReq() : new Req();
            case REP, RESPONDENT -> raw ? new RawResponder() : new Responder();
            case SURVEYOR -> raw ? new RawSurveyor() : new Surveyor();
            case BUS -> new Bus(raw);
        };
    }
}
