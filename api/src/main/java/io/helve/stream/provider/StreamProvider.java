package io.helve.stream.provider;

import io.helve.annotation.ThreadSafe;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Implements one or more schemes. In OSGi it is a service with the property {@value #SCHEME}; without OSGi it is found
 * with {@link java.util.ServiceLoader}. The description of the package tells which of several is used for a scheme.
 */
@ConsumerType
@ThreadSafe
public interface StreamProvider {
    /**
     * The service property that names the schemes: a string, or an array or collection of strings. Where it differs
     * from {@link #schemes}, the property counts.
     */
    String SCHEME = "stream.scheme";

    /**
     * Returns the schemes. In OSGi they count if the service does not have the property; that is logged, and so is a
     * property that differs from them.
     *
     * @return the schemes, in lower case
     */
    Set<String> schemes();

    /**
     * Opens a session for one tenant. Everything that is made through the session is closed with it.
     *
     * @param tenant the name of the tenant, for log entries
     * @return a new session, which Helve closes when the tenant or this provider goes
     */
    StreamSession open(String tenant);
}
