package io.helve.net.tcp;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamUrl;
import io.netty.util.NetUtil;
import java.util.regex.Pattern;

/**
 * Checks the hosts of URLs without looking them up, so that a mistyped address is refused when a dialer or listener is
 * made, and not looked up as a name each time it dials.
 */
public final class HostText {
    /** Matches a host whose last label is a number, which is no name: WHATWG's URL standard, "ends in a number". */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    /** RFC 1035 section 2.3.4, without the dot at the end. */
    private static final int LONGEST_NAME = 253;

    private static final int LONGEST_LABEL = 63;

    private HostText() {}

    /**
     * Checks the host of a dialer's or listener's URL.
     *
     * @param url the URL
     * @throws AioException {@code EADDRINVAL} if the host is neither a name nor an address, or an address of another
     *     family than the scheme's
     */
    static void check(StreamUrl url) {
        checkWellFormed(url);
        boolean four = NetUtil.isValidIpV4Address(url.host());
        boolean six = url.host().indexOf(':') >= 0;
        if (InetScheme.isOnly4(url) && six || InetScheme.isOnly6(url) && four) {
            throw refused(url, "has an address of another family than its scheme");
        }
    }

    /**
     * Checks the host of any URL.
     *
     * @param url the URL
     * @throws AioException {@code EADDRINVAL} if the host is neither a name nor an address
     */
    public static void checkWellFormed(StreamUrl url) {
        String host = url.host();
        if (url.isWildcard()) {
            return;
        }
        if (host.indexOf(':') >= 0) {
            if (!NetUtil.isValidIpV6Address(withoutZone(host))) {
                throw refused(url, "has a malformed IPv6 address");
            }
        } else if (NUMERIC.matcher(host).matches()) {
            if (!NetUtil.isValidIpV4Address(host)) {
                throw refused(url, "has a malformed IPv4 address");
            }
        } else if (!isName(host)) {
            throw refused(url, "has a malformed host name");
        }
    }

    /**
     * Removes the zone of an IPv6 address, which means nothing to the peer (RFC 4007 section 11.2).
     *
     * @param host the host of a URL
     * @return the host without a zone
     */
    public static String withoutZone(String host) {
        int zone = host.indexOf(':') < 0 ? -1 : host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    private static boolean isName(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.length() > LONGEST_NAME) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > LONGEST_LABEL) {
                return false;
            }
        }
        return true;
    }

    private static AioException refused(StreamUrl url, String why) {
        return new AioException(AioError.EADDRINVAL, "the URL " + url + " " + why);
    }
}
