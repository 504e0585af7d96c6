/** Remote Services of OSGi over the Scalability Protocols: a distribution provider for Remote Service Admin. */
module io.helve.remote {
    requires transitive io.helve.api;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.cbor;
    requires static com.google.errorprone.annotations;
    requires static org.apache.aries.rsa.spi;
    requires static osgi.annotation;
    requires static osgi.core;
    requires static org.osgi.service.component.annotations;
    requires static org.osgi.service.metatype.annotations;
    requires static org.osgi.service.remoteserviceadmin;
    requires static org.osgi.util.promise;

    exports io.helve.remote.guard;
}
