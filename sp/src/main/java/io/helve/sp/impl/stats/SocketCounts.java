package io.helve.sp.impl.stats;

import io.helve.sp.impl.contract.DeviceTraffic;
import io.helve.sp.impl.pipe.PipeTraffic;
import java.util.List;

/**
 * The counters of a socket and its pipes, as they were at one moment under its lock.
 *
 * @param id its id
 * @param name its name, or null
 * @param protocol the name of its protocol
 * @param raw whether it is a raw socket
 * @param tenant the name of its tenant
 * @param contexts how many contexts are open
 * @param total what all its pipes have moved, including pipes that are gone
 * @param rejected how many pipes were rejected
 * @param drops how many messages were dropped, by reason
 * @param queued how many bytes its buffers hold
 * @param device what the device that has the socket does, or null
 * @param pipes its pipes
 */
public record SocketCounts(
        int id,
        String name,
        String protocol,
        boolean raw,
        String tenant,
        int contexts,
        PipeTraffic total,
        long rejected,
        DropCounts drops,
        long queued,
        DeviceTraffic device,
        List<PipeCounts> pipes) {}
