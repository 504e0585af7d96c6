package io.helve.remote.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The metatype of PID {@code io.helve.remote}, for those who edit configurations; {@link RemoteSettings} reads them.
 */
@ObjectClassDefinition(
        name = "Helve Remote Services",
        description =
                "Where exported services can be called, and what calls are allowed. A configuration with an invalid"
                        + " value is refused as a whole, with an error in the log, and the defaults are in force.")
@interface RemoteConfiguration {
    @AttributeDefinition(
            name = "Bind address",
            description =
                    "The address that services are offered at: an IP address, localhost, or * for all. Without TLS whoever can"
                            + " connect to it can call every exported service: beyond loopback that has to be a network you trust.")
    String bind_address() default "127.0.0.1";

    @AttributeDefinition(
            name = "Advertised address",
            description =
                    "The address or host name that other frameworks connect to; empty for the bind address. Needed"
                            + " if the bind address is *")
    String advertised_address() default "";

    @AttributeDefinition(
            name = "First port",
            description = "The first port to try; 0 for any that is free",
            min = "0",
            max = "65535")
    int port_first() default 0;

    @AttributeDefinition(
            name = "Last port",
            description = "The last port to try; 0 for the first port only",
            min = "0",
            max = "65535")
    int port_last() default 0;

    @AttributeDefinition(
            name = "Folder of ipc",
            description =
                    "A folder: services that are offered without TLS are offered over ipc, too, with a socket file there"
                            + " that only processes of the same user can connect to. Clients on this machine prefer it;"
                            + " empty for tcp only")
    String ipc_folder() default "";

    @AttributeDefinition(
            name = "Largest message",
            description = "How many bytes a call or an answer may have. A longer answer fails its call only",
            min = "1024",
            max = "1073741824")
    int receive_max() default 1048576;

    @AttributeDefinition(
            name = "Calls",
            description = "How many calls of exported services may be in progress or wait for a worker; further calls"
                    + " fail at once as busy",
            min = "1")
    int calls_max() default 1024;

    @AttributeDefinition(
            name = "Calls of a client",
            description = "How many calls of one client may be in progress; 0 for as many as are free: half of"
                    + " calls.max for one client alone, a third each for two, and so on. A client is a certificate, a"
                    + " user over ipc, or else an IP address",
            min = "0")
    int calls_client_max() default 0;

    @AttributeDefinition(
            name = "Workers",
            description =
                    "How many threads call exported services. Their methods may block. The calls of one client hold"
                            + " three times as many as are free: three quarters of them if it is alone",
            min = "1",
            max = "10000")
    int workers_max() default 32;

    @AttributeDefinition(
            name = "Timeout",
            description =
                    "Milliseconds that a call of an imported service may take, unless the service has the property"
                            + " osgi.basic.timeout",
            min = "1",
            max = "86400000")
    long call_timeout() default 30000;

    @AttributeDefinition(
            name = "Idle time",
            description = "Milliseconds after which a connection without calls is closed; the next call opens it again",
            min = "100",
            max = "86400000")
    long idle_time() default 60000;

    @AttributeDefinition(
            name = "TLS",
            description =
                    "Whether services are offered with TLS if they say nothing else with io.helve.sp.tls. Services"
                            + " that ask for the intent osgi.confidential always are")
    boolean tls() default false;

    @AttributeDefinition(
            name = "Certificate",
            description =
                    "A PEM file with the certificate of this framework, for services and for calls, and the"
                            + " intermediate certificates; read again when it changes. Without it no service is offered with TLS")
    String tls_certificate() default "";

    @AttributeDefinition(
            name = "Key",
            description = "A PEM file with the key of the certificate; empty if it is in the same file")
    String tls_key() default "";

    @AttributeDefinition(
            name = "File of the password",
            description = "A file whose first line is the password of the key; empty if the key is not encrypted")
    String tls_key_password_file() default "";

    @AttributeDefinition(
            name = "Authorities",
            description = "A PEM file with the certificates of the authorities that servers and clients must have their"
                    + " certificates from; read again when it changes. Empty for the authorities of the JDK, for servers"
                    + " only")
    String tls_authorities() default "";

    @AttributeDefinition(
            name = "Certificates of clients",
            description = "Whether clients must present a certificate of the authorities: none, optional or required",
            options = {
                @Option(label = "none", value = "none"),
                @Option(label = "optional", value = "optional"),
                @Option(label = "required", value = "required")
            })
    String tls_client_certificate() default "required";

    @AttributeDefinition(
            name = "Guard required",
            description =
                    "Whether calls of exported services are refused while no bundle has registered a"
                            + " RemoteCallGuard. Set it if a guard decides who may call: the guard may start later than services")
    boolean guard_required() default false;

    @AttributeDefinition(
            name = "Audit",
            description =
                    "Whether the log tells each call that is made, at level INFO: the method, the interfaces of"
                            + " the service, and the caller. Refused calls are logged in any case, once a minute for each service")
    boolean audit() default false;
}
