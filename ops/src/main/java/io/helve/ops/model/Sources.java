package io.helve.ops.model;

import io.helve.aio.AioStatistics;
import io.helve.operator.ConfigurationState;
import io.helve.operator.ResourceCloser;
import io.helve.remote.statistics.RemoteStatistics;
import io.helve.sp.SpStatistics;
import io.helve.stream.StreamStatistics;
import java.util.List;

/** The services that all views read. Each list may be empty, and changes as services come and go. */
public interface Sources {
    /** {@return the statistics of each pool} */
    List<AioStatistics> pools();

    /** {@return the statistics of byte streams, one service at most in most frameworks} */
    List<StreamStatistics> streams();

    /** {@return the statistics of sockets} */
    List<SpStatistics> sockets();

    /** {@return the statistics of remote services, one service at most in most frameworks} */
    List<RemoteStatistics> remotes();

    /** {@return the exported and imported services, to be called} */
    RemoteServices remoteServices();

    /** {@return the state of each configuration} */
    List<ConfigurationState> configurations();

    /** {@return the services that close sockets, streams and other objects by id} */
    List<ResourceCloser> closers();
}
