package io.helve.sp.impl.operation;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpProtocol;

/** Describes a peer that speaks another protocol than this side needs. */
public final class WrongPeer {
    private WrongPeer() {}

    /**
     * Describes the refusal of a peer.
     *
     * @param peer who it is, such as an address or a URL
     * @param spoken the number of the protocol that the peer speaks
     * @param own the protocol of this side
     * @return an {@code EPROTO} that names both protocols
     */
    public static AioException failure(String peer, int spoken, SpProtocol own) {
        return new AioException(AioError.EPROTO, peer + " speaks " + mismatch(spoken, own));
    }

    /**
     * Describes a mismatch.
     *
     * @param spoken the number of the protocol that the peer speaks
     * @param own the protocol of this side
     * @return a text such as "push, and rep needs req"
     */
    public static String mismatch(int spoken, SpProtocol own) {
        return name(spoken) + ", and " + own.protocolName() + " needs "
                + own.peer().protocolName();
    }

    private static String name(int number) {
        for (SpProtocol protocol : SpProtocol.values()) {
            if (protocol.number() == number) {
                return protocol.protocolName();
            }
        }
        return "the unknown protocol 0x" + Integer.toHexString(number);
    }
}
