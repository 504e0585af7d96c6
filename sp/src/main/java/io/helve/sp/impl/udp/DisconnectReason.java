package io.helve.sp.impl.udp;

import io.helve.aio.AioError;

/** Why a side gives a connection up, with nng's numbers on the wire. */
enum DisconnectReason {
    /** An orderly end. */
    CLOSED(0, AioError.ECONNSHUT),

    /** The peer speaks another protocol than this side needs. */
    WRONG_PROTOCOL(1, AioError.EPROTO),

    /** This side takes no connections, or not from that peer. */
    REFUSED(3, AioError.ECONNREFUSED),

    /** A message was longer than this side receives. */
    MESSAGE_TOO_LONG(4, AioError.EMSGSIZE),

    /** The peer asks for something that cannot be agreed on. */
    NOT_NEGOTIABLE(5, AioError.EPROTO),

    /** The peer has not been heard of for too long. */
    INACTIVE(6, AioError.ETIMEDOUT),

    /** The peer has broken the rules otherwise. */
    PROTOCOL_ERROR(7, AioError.EPROTO),

    /** This side has too many peers already. */
    NO_ROOM(8, AioError.ECONNREFUSED);

    private static final DisconnectReason[] ALL = values();

    private final int number;
    private final AioError error;

    DisconnectReason(int number, AioError error) {
        this.number = number;
        this.error = error;
    }

    int number() {
        return number;
    }

    /** {@return what the connection ends with on the side that is told the reason} */
    AioError error() {
        return error;
    }

    /** {@return the reason with a number; an unknown one is an error of the protocol} */
    static DisconnectReason of(int number) {
        for (DisconnectReason reason : ALL) {
            if (reason.number == number) {
                return reason;
            }
        }
        return PROTOCOL_ERROR;
    }
}
