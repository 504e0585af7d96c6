package io.helve.remote.osgi;

import io.helve.internal.ConfigurationReader;
import io.helve.internal.ConfigurationRecord;
import io.helve.remote.client.ClientSettings;
import io.helve.remote.server.BindSettings;
import io.helve.remote.server.CallGuards.Audit;
import io.helve.remote.server.CallGuards.WithoutGuard;
import io.helve.remote.server.CallLimits;
import io.helve.remote.server.ServerSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The settings of PID {@value #PID}.
 *
 * @param server where services are offered
 * @param workers how many threads call them
 * @param timeout how long a call may take
 * @param client what the client allows
 * @param tls the certificates, and which services use them
 * @param withoutGuard what happens to calls while there is no guard
 * @param audit which calls the log tells
 */
record RemoteSettings(
        ServerSettings server,
        int workers,
        Duration timeout,
        ClientSettings client,
        RemoteTls tls,
        WithoutGuard withoutGuard,
        Audit audit) {
    static final String PID = "io.helve.remote";
    private static final int PORT_MAX = 65535;
    private static final Duration DAY = Duration.ofDays(1);

    /** {@return the settings, the defaults if the configuration is refused} */
    static RemoteSettings read(ConfigurationRecord record, Map<String, ?> properties) {
        return record.read(properties, RemoteSettings::parse, () -> "the defaults are in force")
                .orElseGet(() -> parse(new ConfigurationReader(Map.of())));
    }

    static RemoteSettings parse(ConfigurationReader reader) {
        BindSettings bind = bind(reader);
        int messageMax = reader.integer("receive.max", 1 << 20, 1024, 1 << 30);
        int calls = reader.integer("calls.max", 1024, 1, Integer.MAX_VALUE);
        int ofClient = reader.integer("calls.client.max", 0, 0, Integer.MAX_VALUE);
        CallLimits limits = new CallLimits(messageMax, calls, ofClient);
        int workers = reader.integer("workers.max", 32, 1, 10_000);
        Duration timeout =
                reader.duration("call.timeout", Duration.ofSeconds(30), Duration.ofMillis(1), DAY, ChronoUnit.MILLIS);
        Duration idle =
                reader.duration("idle.time", Duration.ofMinutes(1), Duration.ofMillis(100), DAY, ChronoUnit.MILLIS);
        RemoteTls tls = RemoteTls.parse(reader);
        WithoutGuard withoutGuard = reader.bool("guard.required", false) ? WithoutGuard.REFUSE : WithoutGuard.ALLOW;
        Audit audit = reader.bool("audit", false) ? Audit.ALL : Audit.REFUSED;
        return new RemoteSettings(
                new ServerSettings(bind, limits, tls.server()),
                workers,
                timeout,
                new ClientSettings(limits.messageMax(), idle, tls.client()),
                tls,
                withoutGuard,
                audit);
    }

    private static BindSettings bind(ConfigurationReader reader) {
        String bind = reader.text("bind.address", "127.0.0.1").trim();
        String told = reader.text("advertised.address", "").trim();
        if (told.isEmpty() && NetworkReach.isWildcard(bind)) {
            throw new IllegalArgumentException("advertised.address must be set if bind.address is \"" + bind
                    + "\": other frameworks cannot connect to that");
        }
        int first = reader.integer("port.first", 0, 0, PORT_MAX);
        int last = reader.integer("port.last", 0, 0, PORT_MAX);
        if (last != 0 && last < first) {
            throw new IllegalArgumentException("port.last must be " + first + " at least, as port.first, not " + last);
        }
        String folder = reader.text("ipc.folder", "").trim();
        if (!folder.isEmpty() && !isFolder(folder)) {
            throw new IllegalArgumentException("ipc.folder must be a folder, not " + folder);
        }
        BindSettings settings = new BindSettings(
                NetworkReach.isWildcard(bind) ? "*" : bind,
                told.isEmpty() ? bind : told,
                first,
                Math.max(first, last),
                folder);
        try {
            settings.check();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("bind.address and advertised.address: " + e.getMessage(), e);
        }
        return settings;
    }

    private static boolean isFolder(String text) {
        try {
            return Files.isDirectory(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
