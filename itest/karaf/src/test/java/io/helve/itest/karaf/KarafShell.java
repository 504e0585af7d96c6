package io.helve.itest.karaf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.support.parsing.DefaultParser;
import org.osgi.framework.BundleContext;

/** Karaf's shell. */
final class KarafShell {
    private KarafShell() {}

    /** Runs a command as an administrator, and returns what it has printed. */
    static String run(BundleContext context, String command) throws Exception {
        return runAs(context, command, "admin", "manager", "viewer", "systembundles");
    }

    /** Runs a command with certain roles, and returns what it has printed. */
    static String runAs(BundleContext context, String command, String... roles) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        inSession(context, out, session -> session.execute(command), roles);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Returns the words with which our commands complete a line at its end, when Tab is pressed. */
    static List<String> complete(BundleContext context, String line) throws Exception {
        List<Candidate> candidates = new ArrayList<>();
        inSession(
                context,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                session -> {
                    CommandLine parsed = new DefaultParser().parse(session, line, line.length());
                    for (Command each : session.getRegistry().getCommands()) {
                        if (each.getScope().equals("helve") && each.getCompleter(true) != null) {
                            each.getCompleter(true).completeCandidates(session, parsed, candidates);
                        }
                    }
                    return null;
                },
                "admin",
                "manager",
                "viewer");
        return candidates.stream().map(Candidate::value).toList();
    }

    private interface Action {
        Object run(Session session) throws Exception;
    }

    private static void inSession(BundleContext context, PrintStream out, Action action, String... roles)
            throws Exception {
        Subject user = new Subject(
                true, Arrays.stream(roles).map(RolePrincipal::new).collect(Collectors.toSet()), Set.of(), Set.of());
        PrivilegedExceptionAction<Object> work = () -> {
            SessionFactory factory = context.getService(context.getServiceReference(SessionFactory.class));
            Session session = factory.create(new ByteArrayInputStream(new byte[0]), out, out);
            try {
                return action.run(session);
            } finally {
                session.close();
            }
        };
        Subject.doAs(user, work);
    }
}
