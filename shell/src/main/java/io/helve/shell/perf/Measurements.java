package io.helve.shell.perf;

import io.helve.aio.AioFactory;
import io.helve.internal.DetachedThread;
import io.helve.shell.failure.CommandException;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpSockets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** The measurements of nng's perf programs: two sides, in two processes or in one. */
public final class Measurements {
    /** Sets options of a listener before it starts. */
    private final Consumer<SpEndpoint> ofListener;

    private final Consumer<SpEndpoint> ofDialer;
    private final AioFactory factory;
    private final SpSockets sockets;
    private final PerfSettings settings;
    private final PerfProgress progress;

    /** Creates a measurement; the first two arguments set options of the listener and of the dialer. */
    public Measurements(
            Consumer<SpEndpoint> ofListener,
            Consumer<SpEndpoint> ofDialer,
            AioFactory factory,
            SpSockets sockets,
            PerfSettings settings,
            PerfProgress progress) {
        this.ofListener = ofListener;
        this.ofDialer = ofDialer;
        this.factory = factory;
        this.sockets = sockets;
        this.settings = settings;
        this.progress = progress;
    }

    /** Listens and sends messages back; {@code listening} receives the URL to dial. */
    public void localLatency(Consumer<String> listening) throws CommandException, InterruptedException {
        try (PerfSocket side = new PerfSocket(sockets, settings.listening(), settings)) {
            listening.accept(side.listen(ofListener));
            Latency.answer(side, factory, progress);
        }
    }

    /** Dials and measures. */
    public PerfResult remoteLatency() throws CommandException, InterruptedException {
        try (PerfSocket side = new PerfSocket(sockets, settings.dialing(), settings)) {
            side.dial(settings.url(), ofDialer);
            return Latency.ask(side, factory, progress);
        }
    }

    /** Listens and measures; {@code listening} receives the URL to dial. */
    public PerfResult localThroughput(Consumer<String> listening) throws CommandException, InterruptedException {
        try (PerfSocket side = new PerfSocket(sockets, settings.listening(), settings)) {
            side.buffer();
            listening.accept(side.listen(ofListener));
            return Throughput.receive(side, progress);
        }
    }

    /** Dials and sends. */
    public void remoteThroughput() throws CommandException, InterruptedException {
        try (PerfSocket side = new PerfSocket(sockets, settings.dialing(), settings)) {
            side.buffer();
            side.dial(settings.url(), ofDialer);
            Throughput.send(side, progress);
        }
    }

    /** Runs both sides of the latency. */
    public PerfResult latencyHere() throws CommandException, InterruptedException {
        return here(
                (local, remote) -> Latency.ask(remote, factory, progress),
                (local, remote) -> Latency.answer(local, factory, done -> {}));
    }

    /** Runs both sides of the throughput. */
    public PerfResult throughputHere() throws CommandException, InterruptedException {
        return here(
                (local, remote) -> Throughput.receive(local, progress),
                (local, remote) -> Throughput.send(remote, done -> {}));
    }

    private interface Measuring {
        PerfResult measure(PerfSocket local, PerfSocket remote) throws CommandException, InterruptedException;
    }

    private interface Helping {
        void help(PerfSocket local, PerfSocket remote) throws CommandException, InterruptedException;
    }

    /** Runs one side on a thread of its own, which is interrupted and joined when the measurement is over. */
    private PerfResult here(Measuring measuring, Helping helping) throws CommandException, InterruptedException {
        Thread helper = null;
        try (PerfSocket local = new PerfSocket(sockets, settings.listening(), settings);
                PerfSocket remote = new PerfSocket(sockets, settings.dialing(), settings)) {
            local.buffer();
            remote.buffer();
            remote.dial(local.listen(ofListener), ofDialer);
            FutureTask<PerfResult> help = new FutureTask<>(() -> {
                helping.help(local, remote);
                return null;
            });
            helper = DetachedThread.of(
                    Thread.currentThread().getThreadGroup(), help, "helve-perf", Measurements.class.getClassLoader());
            helper.start();
            PerfResult result = measuring.measure(local, remote);
            help.get();
            return result;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (helper != null) {
                helper.interrupt();
                helper.join();
            }
        }
    }
}
