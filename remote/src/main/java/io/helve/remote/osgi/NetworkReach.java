package io.helve.remote.osgi;

import io.helve.remote.call.AddressTraits;
import io.helve.stream.StreamUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** From where an address can be reached. */
final class NetworkReach {
    /** What can be no host name: looking up a name would ask the network. */
    private static final Pattern LITERAL =
            Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

    private NetworkReach() {}

    static boolean isWildcard(String host) {
        InetAddress address = address(host);
        return host.isEmpty() || host.equals("*") || address != null && address.isAnyLocalAddress();
    }

    /** {@return whether only this machine or a private network reaches the address} */
    static boolean isPrivate(StreamUrl url) {
        return AddressTraits.isLocal(url) || isPrivate(url.host());
    }

    /** {@return whether only this machine or a private network reaches the host; false for names} */
    static boolean isPrivate(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        InetAddress address = address(host);
        return address != null
                && (address.isLoopbackAddress()
                        || address.isSiteLocalAddress()
                        || address.isLinkLocalAddress()
                        || isUniqueLocal(address.getAddress()));
    }

    /** {@return whether the address is one of fc00::/7} */
    private static boolean isUniqueLocal(byte[] address) {
        return address.length == 16 && (address[0] & 0xfe) == 0xfc;
    }

    private static InetAddress address(String host) {
        if (!LITERAL.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
