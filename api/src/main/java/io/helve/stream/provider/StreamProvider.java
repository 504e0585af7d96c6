package io.helve.stream.provider;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Implements one or more schemes. In OSGi it is a service with the property {@value #SCHEME}; without OSGi it is found with
 * {@link java.util.ServiceLoader}.
 */
@ConsumerType
public interface StreamProvider {
    /** The service property that names the schemes, a string or several. */
    String SCHEME = "stream.scheme";

    /**
     * Returns the schemes.
     *
     * @return the schemes, in lower case
     */
    Set<String> schemes();

    /**
     * Opens a session for one user. All that is made through it is closed with it.
     *
     * @param user the user's name, for log entries
     * @return a new session; closed when its user goes, or this provider
     */
    StreamSession open(String user);
}
