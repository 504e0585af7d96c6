package io.helve.net.ws;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Decodes requests, also those of nng's programs for a URL without a path: they leave the target out ({@code "GET
 * HTTP/1.1"}), which counts as {@code /} here as it does in nng.
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
        return super.createMessage(withoutTarget ? new String[] {line[METHOD], "/", line[TARGET]} : line);
    }
}
