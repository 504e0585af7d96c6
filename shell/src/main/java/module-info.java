/**
 * The commands {@code copy}, {@code netcat}, {@code echo}, {@code cat}, {@code perf}, {@code stats} and {@code shell},
 * for Gogo and for the command line.
 */
module io.helve.shell {
    requires io.helve.api;
    requires info.picocli;
    requires static com.google.errorprone.annotations;
    requires static osgi.core;
    requires static org.osgi.service.component.annotations;
    requires static org.apache.felix.gogo.runtime;

    opens io.helve.shell to
            info.picocli;
    opens io.helve.shell.cat to
            info.picocli;
    opens io.helve.shell.tls to
            info.picocli;
    opens io.helve.shell.copy to
            info.picocli;
    opens io.helve.shell.perf to
            info.picocli;
    opens io.helve.shell.stats to
            info.picocli;
    opens io.helve.shell.stream to
            info.picocli;
    opens io.helve.shell.text to
            info.picocli;
}
