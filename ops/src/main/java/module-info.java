/**
 * Views for operators on the statistics of Helve: commands, beans of JMX, health checks, events of Flight Recorder,
 * metrics.
 */
module io.helve.ops {
    requires io.helve.api;
    requires static com.google.errorprone.annotations;
    requires static io.opentelemetry.api;
    requires static java.management;
    requires static jdk.jfr;
    requires static micrometer.core;
    requires static org.apache.felix.healthcheck.api;
    requires static org.apache.felix.inventory;
    requires static org.apache.karaf.shell.core;
    requires static osgi.annotation;
    requires static osgi.core;
    requires static org.osgi.service.component.annotations;
    requires static org.osgi.service.metatype.annotations;

    exports io.helve.ops.jmx to
            java.management;
    exports io.helve.ops.standalone;
}
