package io.helve.shell.services;

import io.helve.aio.AioFactory;
import io.helve.aio.AioStatistics;
import io.helve.file.AioFiles;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamStatistics;
import java.util.List;

/**
 * The services that commands work with. A command asks for a service when it runs, not when it is created: so a help
 * text or a version is printed without a completion pool.
 */
public interface CommandServices {
    /** {@return the factory of the handles that commands work with} */
    AioFactory factory();

    /** {@return the service for files} */
    AioFiles files();

    /** {@return the service for byte streams} */
    LateService<StreamFactory> streams();

    /** {@return the service for sockets} */
    LateService<SpSockets> sockets();

    /** {@return the statistics of each completion pool} */
    List<AioStatistics> pools();

    /** {@return the statistics of each provider of byte streams} */
    List<StreamStatistics> networks();
}
