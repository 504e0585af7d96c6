package io.helve.remote.client;

import io.helve.aio.AioRuntime;
import io.helve.remote.call.CallFormat;
import io.helve.remote.call.MethodTable;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.server.BindSettings;
import io.helve.remote.server.CallGuards;
import io.helve.remote.server.CallLimits;
import io.helve.remote.server.CallServers;
import io.helve.remote.server.CallWorkers;
import io.helve.remote.server.ExportedService;
import io.helve.remote.server.Offer;
import io.helve.remote.server.OfferPlace;
import io.helve.remote.server.ServerSettings;
import io.helve.remote.server.ServiceIdentity;
import io.helve.sp.SpSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process with a {@link Ledger}, to be killed. */
public final class LedgerServer {
    private static final int WORK_MILLIS = 2;

    private LedgerServer() {}

    /**
     * Serves until it is killed.
     *
     * @param arguments the port, and the file to which each number is appended
     */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        FileChannel file = FileChannel.open(
                Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        Ledger ledger = number -> {
            append(file, number);
            Thread.sleep(WORK_MILLIS);
        };
        ServerSettings settings = new ServerSettings(
                new BindSettings("127.0.0.1", "127.0.0.1", port, port, ""),
                new CallLimits(10_000, 100, 0),
                Optional.empty());
        SpSockets sockets = AioRuntime.open().service(SpSockets.class);
        CallServers servers = new CallServers(
                sockets, new CallFormat(RemoteTypes.JDK), settings, new CallWorkers(8), CallGuards.optional());
        ExportedService service = new ExportedService(
                ledger,
                new ServiceIdentity(List.of(Ledger.class.getName()), Map.of()),
                MethodTable.of(List.of(Ledger.class), RemoteTypes.JDK),
                100);
        Offer offer = servers.offer(service, OfferPlace.COMMON);
        System.out.println("serves " + offer.urls().get(0) + " " + offer.service());
        Thread.sleep(Long.MAX_VALUE);
    }

    /** A kill does not undo what was written: the operating system has it. */
    private static void append(FileChannel file, long number) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).putLong(0, number);
        try {
            synchronized (file) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
