/** Views for operators on the statistics of Helve. */
module io.helve.ops {
    requires io.helve.api;
    requires static com.google.errorprone.annotations;
    requires static osgi.annotation;
    requires static osgi.core;
    requires static org.osgi.service.component.annotations;
}
