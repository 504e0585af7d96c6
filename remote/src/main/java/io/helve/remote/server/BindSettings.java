package io.helve.remote.server;

import io.helve.stream.StreamUrl;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Where services without addresses of their own are offered.
 *
 * @param address the address to listen at; {@code *} for all
 * @param advertised the address that clients are told
 * @param portFirst the first port to try; 0 lets the system choose
 * @param portLast the last port to try
 * @param ipcFolder the folder for the socket file of ipc; empty if services are not offered over ipc
 */
public record BindSettings(String address, String advertised, int portFirst, int portLast, String ipcFolder) {
    private static final StreamUrl PLAIN = StreamUrl.parse("tcp://127.0.0.1:0");
    private static final StreamUrl ENCRYPTED = StreamUrl.parse("tls+tcp://127.0.0.1:0");

    /**
     * Looks at both addresses.
     *
     * @throws io.helve.aio.AioException if one of them cannot be part of a URL
     */
    public void check() {
        PLAIN.withAddress(address, portFirst);
        PLAIN.withAddress(advertised, portFirst);
    }

    /** {@return the sets of addresses for the server without TLS; a server tries the sets one after the other} */
    List<List<StreamUrl>> plain() {
        if (ipcFolder.isEmpty()) {
            return ports(PLAIN);
        }
        String name = "helve-" + Long.toHexString(new SecureRandom().nextLong()) + ".ipc"; // paths of sockets are short
        Path file = Path.of(ipcFolder).toAbsolutePath().resolve(name);
        StreamUrl ipc = StreamUrl.parse("ipc://" + file);
        return ports(PLAIN).stream().map(tcp -> List.of(tcp.get(0), ipc)).toList();
    }

    /** {@return whether the address is a socket file in the folder of these settings} */
    boolean isSocketFile(StreamUrl url) {
        return url.scheme().equals("ipc")
                && !ipcFolder.isEmpty()
                && Path.of(ipcFolder)
                        .toAbsolutePath()
                        .equals(Path.of(url.path()).getParent());
    }

    /** {@return the sets of addresses for the server with TLS} */
    List<List<StreamUrl>> encrypted() {
        return ports(ENCRYPTED);
    }

    private List<List<StreamUrl>> ports(StreamUrl scheme) {
        List<List<StreamUrl>> all = new ArrayList<>();
        for (int port = portFirst; port <= portLast; port++) {
            all.add(List.of(scheme.withAddress(address, port)));
        }
        return all;
    }

    /** {@return what clients are told about a server that listens at an address} */
    StreamUrl told(StreamUrl dialUrl, StreamUrl bound) {
        boolean isTold = bound.port() != StreamUrl.NO_PORT
                && (bound.isWildcard() || bound.host().equals(address));
        return isTold ? dialUrl.withAddress(advertised, dialUrl.port()) : dialUrl;
    }
}
