package io.helve.stream.provider;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Implements one or more schemes. In OSGi it is a service with the property {@value #SCHEME}; without OSGi it is found
 * with {@link java.util.ServiceLoader}. Which of several is used for a scheme is told in the package's description.
 */
@ConsumerType
public interface StreamProvider {
    /**
     * The service property that names the schemes, a string or several; it holds, also where {@link #schemes} says
     * otherwise.
     */
    String SCHEME = "stream.scheme";

    /**
     * Returns the schemes. In OSGi it is asked if the service does not have the property, which is logged, as is that
     * the two differ.
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
