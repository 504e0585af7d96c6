package io.helve.net.ws;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Decodes requests. nng's programs leave the target of a request out if their URL has no path: two blanks follow the
 * method. Such a request is for {@code /}, as it is for nng. Netty's own decoder would refuse it.
 *
 * <p>They send a path that is not ASCII as it is, in UTF-8, without the percent encoding that HTTP asks for. This class
 * encodes such a path, because listeners are found by encoded paths.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int METHOD = 0;
    private static final int TARGET = 1;
    private static final int VERSION = 2;

    RequestDecoder() {
        super(Http.limits());
    }

    /** Called by Netty with the three words of the first line; an empty target leaves the last word empty. */
    @Override
    protected HttpMessage createMessage(String[] line) throws Exception {
        boolean withoutTarget = line[VERSION].isEmpty() && line[TARGET].startsWith("HTTP/");
        return super.createMessage(
                withoutTarget
                        ? new String[] {line[METHOD], "/", line[TARGET]}
                        : new String[] {line[METHOD], Http.encoded(line[TARGET]), line[VERSION]});
    }
}
