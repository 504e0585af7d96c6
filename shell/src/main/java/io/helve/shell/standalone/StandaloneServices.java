package io.helve.shell.standalone;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.aio.AioStatistics;
import io.helve.file.AioFiles;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.services.CommandServices;
import io.helve.shell.services.LateService;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The services of commands that run without a framework: one {@link AioRuntime}, which the first use opens. */
public final class StandaloneServices implements CommandServices, AutoCloseable {
    private final Supplier<AioRuntime> opener;

    @GuardedBy("this")
    private AioRuntime runtime;

    /** Whether a command has requested byte streams. */
    @GuardedBy("this")
    private boolean streaming;

    @GuardedBy("this")
    private boolean closed;

    /** Creates services whose first use opens a runtime with the default settings. */
    public StandaloneServices() {
        this(AioRuntime::open);
    }

    /**
     * Creates services whose first use takes its runtime from {@code opener}; closing the services closes the runtime.
     */
    public StandaloneServices(Supplier<AioRuntime> opener) {
        this.opener = opener;
    }

    private synchronized AioRuntime runtime() {
        if (closed) {
            throw new IllegalStateException("the command was stopped");
        }
        if (runtime == null) {
            runtime = opener.get();
        }
        return runtime;
    }

    @Override
    public AioFactory factory() {
        return runtime().factory();
    }

    @Override
    public AioFiles files() {
        return AioFiles.of(runtime());
    }

    @Override
    public LateService<StreamFactory> streams() {
        return use -> {
            StreamFactory service = service(StreamFactory::of, "byte streams");
            synchronized (this) {
                streaming = true;
            }
            use.with(service);
        };
    }

    @Override
    public LateService<SpSockets> sockets() {
        return use -> use.with(service(SpSockets::of, "the Scalability Protocols"));
    }

    private <S> S service(Function<AioRuntime, S> service, String what) throws CommandException {
        try {
            return service.apply(runtime());
        } catch (AioException e) {
            throw new CommandException(ExitCode.FAILED, what + " are not installed here: " + e.getMessage(), e);
        }
    }

    @Override
    public List<AioStatistics> pools() {
        return List.of(runtime().service(AioStatistics.class));
    }

    /** {@return the statistics of byte streams, if a command has used them} */
    @Override
    public synchronized List<StreamStatistics> networks() {
        return streaming ? List.of(runtime().service(StreamStatistics.class)) : List.of();
    }

    /** Closes the runtime, if it was opened. Commands that still run fail. */
    @Override
    public void close() {
        AioRuntime open;
        synchronized (this) {
            closed = true;
            open = runtime;
        }
        if (open != null) {
            open.close();
        }
    }
}
