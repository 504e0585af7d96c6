package io.helve.itest.karaf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.framework.BundleContext;

/** Karaf's shell. */
final class KarafShell {
    private KarafShell() {}

    /** Runs a command as an administrator, and returns what it has printed. */
    static String run(BundleContext context, String command) throws Exception {
        return runAs(context, command, "admin", "manager", "viewer");
    }

    /** Runs a command with certain roles, and returns what it has printed. */
    static String runAs(BundleContext context, String command, String... roles) throws Exception {
        Subject user = new Subject(
                true, Arrays.stream(roles).map(RolePrincipal::new).collect(Collectors.toSet()), Set.of(), Set.of());
        PrivilegedExceptionAction<String> action = () -> execute(context, command);
        return Subject.doAs(user, action);
    }

    private static String execute(BundleContext context, String command) throws Exception {
        SessionFactory factory = context.getService(context.getServiceReference(SessionFactory.class));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Session session = factory.create(new ByteArrayInputStream(new byte[0]), out, out);
        try {
            session.execute(command);
        } finally {
            session.close();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
