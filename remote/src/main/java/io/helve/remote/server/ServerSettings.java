package io.helve.remote.server;

import io.helve.stream.StreamUrl;
import java.util.ArrayList;
import java.util.List;

/**
 * Where services are offered, and what a server allows.
 *
 * @param bindAddress the address to listen at; {@code *} for all
 * @param advertisedAddress the address that clients are told
 * @param portFirst the first port to try; 0 lets the system choose
 * @param portLast the last port to try
 * @param messageMax how many bytes a call or an answer may have
 * @param callsMax how many calls may be in progress at a server
 */
public record ServerSettings(
        String bindAddress, String advertisedAddress, int portFirst, int portLast, int messageMax, int callsMax) {
    private static final StreamUrl ANY = StreamUrl.parse("tcp://127.0.0.1:0");

    /**
     * Looks at both addresses.
     *
     * @throws io.helve.aio.AioException if one of them cannot be part of a URL
     */
    public void check() {
        ANY.withAddress(bindAddress, portFirst);
        ANY.withAddress(advertisedAddress, portFirst);
    }

    /** {@return the addresses to try, one after the other} */
    List<StreamUrl> addresses() {
        List<StreamUrl> all = new ArrayList<>();
        for (int port = portFirst; port <= portLast; port++) {
            all.add(ANY.withAddress(bindAddress, port));
        }
        return all;
    }

    /** {@return what clients are told about a server that listens at an address} */
    StreamUrl advertised(StreamUrl dialUrl, StreamUrl bound) {
        boolean isTold = bound.port() != StreamUrl.NO_PORT
                && (bound.isWildcard() || bound.host().equals(bindAddress));
        return isTold ? dialUrl.withAddress(advertisedAddress, dialUrl.port()) : dialUrl;
    }
}
