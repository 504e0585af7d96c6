package io.helve.sp.impl.stats;

import io.helve.aio.AioError;
import io.helve.stream.StreamFailure;
import java.util.Map;

/**
 * The counters of a dialer or listener, as they were at one moment.
 *
 * @param id its id
 * @param socket the id of its socket
 * @param url its URL
 * @param pipes how many of its pipes count
 * @param made how many connections it has made
 * @param failures how many attempts and pipes have failed, by error
 * @param rejected how many of its pipes were rejected
 * @param state what it does, in a word
 * @param last the last of the failures, or null
 */
public record EndpointCounts(
        int id,
        int socket,
        String url,
        int pipes,
        long made,
        Map<AioError, Long> failures,
        long rejected,
        String state,
        StreamFailure last) {}
