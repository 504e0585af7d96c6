package io.helve.sp.impl.protocol;

import io.helve.sp.SpProtocol;
import io.helve.sp.impl.spi.Protocol;

/** Which class has the rules of which protocol. */
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
            case PAIR0 -> Pair.version0();
            case PAIR1 -> Pair.version1(raw);
            case PUB -> new Pub();
            case SUB -> raw ? QueueProtocol.pull() : new Sub();
            case PUSH -> QueueProtocol.push();
            case PULL -> QueueProtocol.pull();
            case REQ -> raw ? QueueProtocol.rawReq() : new Req();
            case REP, RESPONDENT -> raw ? new RawResponder() : new Responder();
            case SURVEYOR -> raw ? new RawSurveyor() : new Surveyor();
            case BUS -> new Bus(raw);
        };
    }
}
